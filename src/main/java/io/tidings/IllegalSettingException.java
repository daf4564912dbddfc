package io.tidings;

/** What is configured makes no sense. */
final class IllegalSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Says what is wrong, and what to do.
     *
     * @param action a sentence for whoever operates the service
     */
    IllegalSettingException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
