package io.tidings.meter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A part of a {@link Histogram}: one thread at a time records, without a lock or an atomic operation; any thread may read.
 */
public final class OwnTimes {

    /** A producer that sends no time, or one of 1970, must not rule the sum. */
    private static final long LONGEST_AGE_MILLIS = TimeUnit.DAYS.toMillis(1);

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long[] boundsNanos;

    /** One for each bound, and one for what is over all. */
    private final AtomicLongArray counts;

    /** In seconds, as the bits of a double. */
    private final AtomicLong sum = new AtomicLong(Double.doubleToRawLongBits(0));

    OwnTimes(long[] boundsNanos) {
        this.boundsNanos = boundsNanos;
        this.counts = new AtomicLongArray(boundsNanos.length + 1);
    }

    /** Records how long something took. Only the thread whose part it is calls. */
    public void record(long nanos) {
        int bucket = 0;
        while (bucket < boundsNanos.length && nanos > boundsNanos[bucket]) {
            bucket++;
        }
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
        double before = Double.longBitsToDouble(sum.getPlain());
        sum.setOpaque(Double.doubleToRawLongBits(before + nanos / NANOS_PER_SECOND));
    }

    /**
     * Records how old something is that carries a time of its producer's; 0 where that lies ahead or is negative, a day at
     * the most. Both in milliseconds since the epoch. Only the thread whose part it is calls.
     */
    public void recordAge(long nowMillis, long timeMillis) {
        long age = timeMillis < 0 ? 0 : Math.max(0, nowMillis - timeMillis);
        record(TimeUnit.MILLISECONDS.toNanos(Math.min(age, LONGEST_AGE_MILLIS)));
    }

    long count(int bucket) {
        return counts.getOpaque(bucket);
    }

    double sumSeconds() {
        return Double.longBitsToDouble(sum.getOpaque());
    }
}
