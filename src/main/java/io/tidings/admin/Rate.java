package io.tidings.admin;

import java.util.concurrent.TimeUnit;

/** Makes a rate of a total that is looked at now and then. Any thread may call. */
final class Rate {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private long total;

    private long asOf;

    private boolean seen;

    private long rate;

    /** How much more there was each second between this look and an earlier one, at least a second before. */
    synchronized long perSecond(long newTotal, long nanoTime) {
        long elapsed = nanoTime - asOf;
        if (!seen || elapsed >= NANOS_PER_SECOND) {
            rate = seen ? Math.max(0, Math.round((newTotal - total) / (elapsed / NANOS_PER_SECOND))) : 0;
            seen = true;
            total = newTotal;
            asOf = nanoTime;
        }
        return rate;
    }
}
