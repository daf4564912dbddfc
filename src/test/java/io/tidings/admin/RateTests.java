package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTests {

    private static final long SECOND = 1_000_000_000L;

    private final Rate rate = new Rate();

    @Test
    void isOfTheTimeSinceTheLookBefore() {
        assertThat(rate.perSecond(500, 7 * SECOND)).isZero();
        assertThat(rate.perSecond(700, 9 * SECOND)).isEqualTo(100);
        assertThat(rate.perSecond(700, 10 * SECOND)).isZero();
    }

    @Test
    void staysAsItIsForWhoLooksAgainWithinASecond() {
        rate.perSecond(0, 0);
        rate.perSecond(50, SECOND);
        assertThat(rate.perSecond(60, SECOND + 1)).isEqualTo(50);
        assertThat(rate.perSecond(60, 2 * SECOND)).isEqualTo(10);
    }
}
