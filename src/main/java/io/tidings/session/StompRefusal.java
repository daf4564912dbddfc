package io.tidings.session;

/** A client's frame is refused; the message is one line that the client gets to see. */
class StompRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StompRefusal(String message) {
        super(message, null, false, false);
    }
}
