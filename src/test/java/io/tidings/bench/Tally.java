package io.tidings.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what subscribers get, and how late; for the client's event loop. */
final class Tally {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private Histogram latencyMicros = new Histogram(LONGEST_MICROS, 3);

    private long total;

    /** The time, read once for all that is there to be read from a connection; 0: not read yet. */
    private long now;

    /** An update that was due at this time has come. */
    void delivered(long due) {
        if (now == 0) {
            now = System.nanoTime();
        }
        total++;
        latencyMicros.recordValue(Math.min(LONGEST_MICROS, Math.max(0, (now - due) / 1_000)));
    }

    void idle() {
        now = 0;
    }

    /** All that came since the start. */
    long total() {
        return total;
    }

    /** Gives the latencies since the last time that they were taken. */
    Histogram take() {
        Histogram taken = latencyMicros;
        latencyMicros = new Histogram(LONGEST_MICROS, 3);
        return taken;
    }
}
