package io.tidings.relay;

/** The relay has no confirmed way to a broker now; the same call may succeed later. */
public final class RelayUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what could not be done. */
    public RelayUnavailableException(String message) {
        super(message);
    }

    /** Says what could not be done, and why. */
    public RelayUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
