package io.tidings.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How old updates get before a client sees them, or a newer one of the same topic: what polling steps over is as late as
 * what it finds. For the client's event loop.
 */
final class Staleness {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final long[][] published;

    private Histogram micros = new Histogram(LONGEST_MICROS, 3);

    Staleness(int topics) {
        this.published = new long[topics][64];
    }

    void published(int topic, long number, long time) {
        int index = (int) number;
        if (index == published[topic].length) {
            published[topic] = Arrays.copyOf(published[topic], 2 * index);
        }
        published[topic][index] = time;
    }

    /** A client that has seen a topic's updates below one number now sees another; returns the next that it has not seen. */
    long seen(int topic, long next, long number) {
        long now = System.nanoTime();
        for (long i = next; i <= number; i++) {
            micros.recordValue(Math.min(LONGEST_MICROS, (now - published[topic][(int) i]) / 1_000));
        }
        return Math.max(next, number + 1);
    }

    /** Gives what was seen since the last time. */
    Histogram take() {
        Histogram taken = micros;
        micros = new Histogram(LONGEST_MICROS, 3);
        return taken;
    }
}
