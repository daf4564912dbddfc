package io.tidings;

/** The namespaces are configured in a way that makes no sense. */
final class IllegalNamespacesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Says what is wrong, and what to do.
     *
     * @param action a sentence for whoever operates the service
     */
    IllegalNamespacesException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
