package io.tidings.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pauses between attempts to connect: doubling up to a bound, each less a random part of up to a half. */
final class Backoff {

    private final RelayProperties.Reconnect bounds;

    private final RandomGenerator random;

    private Duration next;

    Backoff(RelayProperties.Reconnect bounds, RandomGenerator random) {
        this.bounds = bounds;
        this.random = random;
        this.next = bounds.min();
    }

    /** The pause before the next attempt. */
    Duration next() {
        long full = next.toNanos();
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(bounds.max()) < 0 ? doubled : bounds.max();
        return Duration.ofNanos(full - (long) (full / 2.0 * random.nextDouble()));
    }

    /** Begins again with the shortest. */
    void reset() {
        next = bounds.min();
    }
}
