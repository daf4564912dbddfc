package io.tidings.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved. */
final class SettableClock extends Clock {

    private Instant now = Samples.NOW;

    private long nanoTime;

    /** Lets time pass. */
    void advance(Duration time) {
        now = now.plus(time);
        nanoTime += time.toNanos();
    }

    /** Sets the clock, which is not the passing of time. */
    void step(Duration time) {
        now = now.plus(time);
    }

    long nanoTime() {
        return nanoTime;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
