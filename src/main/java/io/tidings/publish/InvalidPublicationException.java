package io.tidings.publish;

/** A publication is not accepted as it is; the message says what is wrong with it. */
public final class InvalidPublicationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidPublicationException(String message) {
        super(message);
    }
}
