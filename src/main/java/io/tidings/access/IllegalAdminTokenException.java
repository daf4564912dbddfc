package io.tidings.access;

/** The admin token is missing where one must be set, or is no good. */
final class IllegalAdminTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Says what is wrong, without the token, and what to do.
     *
     * @param action a sentence for whoever operates the service
     */
    IllegalAdminTokenException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
