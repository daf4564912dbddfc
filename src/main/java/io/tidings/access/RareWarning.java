package io.tidings.access;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Says when it is time to warn again of what every client may bring about, so that nobody can fill the log. Any thread may call. */
final class RareWarning {

    private final long intervalNanos;

    private final AtomicLong warnedNanos;

    /**
     * The first warning is due at once.
     *
     * @param interval the least time between two
     */
    RareWarning(Duration interval) {
        intervalNanos = interval.toNanos();
        warnedNanos = new AtomicLong(System.nanoTime() - intervalNanos);
    }

    /** Whether the caller is to warn now; then nobody else is for the interval. */
    boolean isDue() {
        long now = System.nanoTime();
        long last = warnedNanos.get();
        return now - last >= intervalNanos && warnedNanos.compareAndSet(last, now);
    }
}
