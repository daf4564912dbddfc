package io.tidings.publish;

/** A publication with an idempotency key may or may not be in the log; whoever repeats it with the same key does no harm. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(Throwable cause) {
        super("publish: outcome unknown (expected: a retry with the same idempotency-key)", cause);
    }
}
