package io.tidings.ingest;

import io.tidings.ingest.IngestProperties.Batches;

/** How long a partition that was halted stays so: each failure in a row doubles it, up to a bound. */
final class Pause {

    /** Shifts past it would overflow, and the bound is reached long before. */
    private static final int MAX_DOUBLINGS = 16;

    private final long shortestNanos;

    private final long longestNanos;

    private int failures;

    private long untilNanos = System.nanoTime();

    /** Is over. */
    Pause(Batches properties) {
        shortestNanos = properties.retryDelay().toNanos();
        longestNanos = Math.max(shortestNanos, properties.maxRetryDelay().toNanos());
    }

    /** Makes the pauses that begin from now on longer. */
    void failed() {
        failures++;
    }

    /** Makes them short again. */
    void succeeded() {
        failures = 0;
    }

    void begin() {
        int doublings = Math.max(0, Math.min(failures - 1, MAX_DOUBLINGS));
        untilNanos = System.nanoTime() + Math.min(longestNanos, shortestNanos << doublings);
    }

    boolean isOver() {
        return System.nanoTime() - untilNanos >= 0;
    }

    /** In the time of {@link System#nanoTime}. */
    long untilNanos() {
        return untilNanos;
    }
}
