package io.tidings.publish;

import io.tidings.topic.Position;

/** The key of a publication stands for an update with another body already. */
public final class IdempotencyKeyReusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    IdempotencyKeyReusedException(Position position) {
        super("idempotency-key: of another body, at " + position + " (expected: a key for each publication)");
    }
}
