package io.tidings.cluster;

import java.util.function.LongSupplier;

/** Lets so many bytes pass in a second, and as many at once after a second without any. Any thread may call. */
final class Throttle {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double bytesPerSecond;

    private final LongSupplier nanoTime;

    private double available;

    private long asOf;

    Throttle(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = (double) bytesPerSecond;
        this.nanoTime = nanoTime;
        this.available = this.bytesPerSecond;
        this.asOf = nanoTime.getAsLong();
    }

    /** Returns whether this many may pass now. */
    synchronized boolean take(int bytes) {
        long now = nanoTime.getAsLong();
        double earned = (now - asOf) * (bytesPerSecond / NANOS_PER_SECOND);
        available = Math.min(bytesPerSecond, available + earned);
        asOf = now;
        if (available < bytes) {
            return false;
        }
        available -= bytes;
        return true;
    }
}
