package io.tidings.replica;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What the logs and namespaces of a replica share.
 *
 * @param nanoTime nanoseconds from a start of its own, for what must not jump when the clock is set
 */
record ReplicaContext(
        LogReads reads,
        HeldBudget heldBudget,
        ReplicaProperties properties,
        ReplicaMetrics metrics,
        Clock clock,
        LongSupplier nanoTime) {

    /** A new backoff, its turns being head checks. */
    Backoff backoff() {
        return new Backoff(properties.headChecks(properties.maxBackoff()));
    }
}
