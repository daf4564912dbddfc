package io.tidings.relay;

/** What arrived is no batch that this node can read. */
final class BatchFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Why it cannot be read. */
    enum Reason {
        /** A newer format, as after a roll-back, or no format of ours. */
        VERSION,
        /** The bytes contradict the format. */
        MALFORMED
    }

    private final Reason reason;

    BatchFormatException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    static BatchFormatException malformed(String message) {
        return new BatchFormatException(Reason.MALFORMED, message);
    }
}
