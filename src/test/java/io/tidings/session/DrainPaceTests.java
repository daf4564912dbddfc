package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrainPaceTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void keepsToTheRateWhereThePeriodLeavesTheTime() {
        DrainPace pace = pace(50, Duration.ofMinutes(1), 10);

        assertThat(pace.dueNanos(0)).isBetween(0L, SECOND / 10);
        assertThat(pace.dueNanos(49)).isBetween(49 * SECOND / 10, 5 * SECOND);
    }

    @Test
    void closesFasterWhereItDoesNot() {
        DrainPace pace = pace(100_000, Duration.ofSeconds(20), 100);

        assertThat(pace.dueNanos(50_000)).isBetween(10 * SECOND, 10 * SECOND + SECOND / 5_000);
        assertThat(pace.dueNanos(99_999)).isBetween(19 * SECOND, 20 * SECOND);
    }

    @Test
    void noSecondHasMoreThanItsShareAndOne() {
        DrainPace pace = pace(2_000, Duration.ofSeconds(20), 10);
        long[] due = new long[2_000];
        for (int i = 0; i < due.length; i++) {
            due[i] = pace.dueNanos(i);
        }

        assertThat(due).isSorted();
        for (int i = 0; i + 101 < due.length; i++) {
            assertThat(due[i + 101] - due[i]).isGreaterThanOrEqualTo(SECOND);
        }
    }

    @Test
    void movesEachWithinItsStep() {
        DrainPace pace = pace(10, Duration.ofSeconds(10), 1);

        assertThat(pace.dueNanos(3)).isNotEqualTo(pace.dueNanos(3));
    }

    @Test
    void closesAllAtOnceWithoutAPeriod() {
        assertThat(pace(1_000, Duration.ZERO, 1).dueNanos(999)).isZero();
        assertThat(pace(0, Duration.ofSeconds(1), 1).dueNanos(0)).isNotNegative();
    }

    @Test
    void refusesTimesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DrainProperties(Duration.ofSeconds(-1), 1, Duration.ZERO))
                .withMessage("tidings.session.drain.period: PT-1S (expected: 0s to 1h)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DrainProperties(Duration.ZERO, 1, Duration.ofHours(2)))
                .withMessage("tidings.session.drain.settle-timeout: PT2H (expected: 0s to 1h)");
    }

    private static DrainPace pace(int sessions, Duration period, int rate) {
        return new DrainPace(sessions, new DrainProperties(period, rate, Duration.ZERO), new Random(1));
    }
}
