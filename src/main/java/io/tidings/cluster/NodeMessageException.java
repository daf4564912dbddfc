package io.tidings.cluster;

/** A message is none that this version reads. */
final class NodeMessageException extends Exception {

    private static final long serialVersionUID = 1;

    /** Why, as in metrics. */
    enum Reason {
        MALFORMED,
        VERSION
    }

    private final Reason reason;

    NodeMessageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
