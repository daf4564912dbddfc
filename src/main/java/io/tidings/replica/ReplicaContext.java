package io.tidings.replica;

import java.time.Clock;

/** What the logs and namespaces of a replica share. */
record ReplicaContext(
        LogReads reads, HeldBudget heldBudget, ReplicaProperties properties, ReplicaMetrics metrics, Clock clock) {

    /** A new backoff, its turns being head checks. */
    Backoff backoff() {
        return new Backoff(properties.headChecks(properties.maxBackoff()));
    }
}
