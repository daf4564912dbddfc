package io.tidings.access;

/** What is set for access is no good, contradicts itself, or is not enough. */
final class IllegalAccessSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Says what is wrong, without any secret, and what to do.
     *
     * @param action a sentence for whoever operates the service
     */
    IllegalAccessSettingException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
