package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long MILLISECOND = 1_000_000;

    private final Pace pace = new Pace(1_000, 0);

    @Test
    void waitsUntilWhatWentOutIsPaidFor() {
        pace.spend(60, 0);

        assertThat(pace.delayNanos(0)).isEqualTo(10 * MILLISECOND);
        assertThat(pace.delayNanos(4 * MILLISECOND)).isEqualTo(6 * MILLISECOND);
        assertThat(pace.delayNanos(11 * MILLISECOND)).isZero();
    }

    @Test
    void makesUpForATimerThatWasLate() {
        pace.spend(60, 0);
        pace.spend(10, 14 * MILLISECOND);

        assertThat(pace.delayNanos(14 * MILLISECOND)).isEqualTo(6 * MILLISECOND);
    }

    @Test
    void savesUpNothingWhileThereIsNothingToSend() {
        pace.spend(100, 60_000 * MILLISECOND);

        assertThat(pace.delayNanos(60_000 * MILLISECOND)).isEqualTo(50 * MILLISECOND);
    }
}
