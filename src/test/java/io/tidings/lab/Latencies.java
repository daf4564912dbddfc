package io.tidings.lab;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts latencies in steps of ten microseconds up to ten seconds. One thread writes, any reads. */
final class Latencies {

    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

    private final AtomicLongArray counts = new AtomicLongArray(1_000_001);

    private final AtomicLong count = new AtomicLong();

    private final AtomicLong longest = new AtomicLong();

    void record(long nanos) {
        int step = (int) Math.max(0, Math.min(counts.length() - 1, nanos / STEP_NANOS));
        counts.lazySet(step, counts.getPlain(step) + 1);
        count.lazySet(count.getPlain() + 1);
        if (nanos > longest.getPlain()) {
            longest.lazySet(nanos);
        }
    }

    long count() {
        return count.get();
    }

    double longestMillis() {
        return longest.get() / 1e6;
    }

    /** The latency that this share of all does not exceed, in milliseconds. */
    double millis(double share) {
        long wanted = (long) Math.ceil(count.get() * share);
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return i * STEP_NANOS / 1e6;
            }
        }
        return longestMillis();
    }

    @Override
    public String toString() {
        return String.format(
                "p50 %.2f, p90 %.2f, p99 %.2f, p99.9 %.2f, longest %.1f ms",
                millis(0.5), millis(0.9), millis(0.99), millis(0.999), longestMillis());
    }
}
