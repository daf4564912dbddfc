package io.tidings.log;

/** The log cannot be reached now; the same call may succeed later. */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what could not be done, and why. */
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what could not be done. */
    public LogUnavailableException(String message) {
        super(message);
    }
}
