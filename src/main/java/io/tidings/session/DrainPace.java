package io.tidings.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When sessions are to be closed: one in each step of the time, at a random moment of it. So no second has many more than
 * another, and clients that come back after a fixed wait do not come in step.
 */
final class DrainPace {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final long stepNanos;

    private final RandomGenerator random;

    DrainPace(int sessions, DrainProperties properties, RandomGenerator random) {
        long slowest = SECOND.dividedBy(properties.rate()).toNanos();
        this.stepNanos = Math.min(
                slowest, properties.period().dividedBy(Math.max(1, sessions)).toNanos());
        this.random = random;
    }

    /** How long after the beginning the session with this number is to be closed; the first one is 0. */
    long dueNanos(int number) {
        return number * stepNanos + (stepNanos == 0 ? 0 : random.nextLong(stepNanos));
    }
}
