package io.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class StalenessTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Staleness staleness = new Staleness(1);

    @Test
    void countsWhatAClientSteppedOverAsSeenWithWhatItFound() {
        long now = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            staleness.published(0, i, now - 300 * SECOND);
        }
        staleness.published(0, 100, now - 200 * SECOND);
        staleness.published(0, 101, now - 100 * SECOND);

        assertThat(staleness.seen(0, 100, 101)).isEqualTo(102);
        assertThat(staleness.seen(0, 102, 101)).isEqualTo(102);
        Histogram late = staleness.take();
        assertThat(late.getTotalCount()).isEqualTo(2);
        assertThat(late.getMean() / 1e6).isBetween(149.0, 159.0);
        assertThat(staleness.take().getTotalCount()).isZero();
    }
}
