package io.tidings.fanout;

import java.util.concurrent.TimeUnit;

/** Keeps to a rate, but for some milliseconds' worth that may go out at once: what a late timer lost is made up for. */
final class Pace {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final long MAX_CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long perSecond;

    private long paidUntilNanos;

    Pace(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.paidUntilNanos = nowNanos - MAX_CREDIT_NANOS;
    }

    /** How long to wait, from now; 0 for not at all. */
    long delayNanos(long nowNanos) {
        return Math.max(0, paidUntilNanos - nowNanos);
    }

    /** Notes that so many have gone out. */
    void spend(int count, long nowNanos) {
        if (paidUntilNanos - nowNanos < -MAX_CREDIT_NANOS) {
            paidUntilNanos = nowNanos - MAX_CREDIT_NANOS;
        }
        paidUntilNanos += count * NANOS_PER_SECOND / perSecond;
    }
}
