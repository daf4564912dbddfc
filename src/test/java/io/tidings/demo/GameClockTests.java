package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GameClockTests {

    @Test
    void countsDownAndStopsAtTheEndOfThePeriod() {
        assertThat(new GameClock(2, 65).after(4)).isEqualTo(new GameClock(2, 61));
        assertThat(new GameClock(2, 3).after(4)).isEqualTo(new GameClock(2, 0));
    }

    @Test
    void readsAsMinutesAndSeconds() {
        assertThat(GameClock.start().text()).isEqualTo("12:00");
        assertThat(new GameClock(1, 61).text()).isEqualTo("1:01");
        assertThat(new GameClock(1, 0).text()).isEqualTo("0:00");
    }

    @Test
    void goesOnWithShorterOvertimesAfterFourQuarters() {
        GameClock overtime = new GameClock(4, 0).nextPeriod();

        assertThat(new GameClock(3, 0).nextPeriod()).isEqualTo(new GameClock(4, 720));
        assertThat(overtime).isEqualTo(new GameClock(5, 300));
        assertThat(overtime.periodName()).isEqualTo("OT1");
        assertThat(new GameClock(4, 0).periodName()).isEqualTo("Q4");
    }

    @Test
    void isFullTimeAtTheEndOfTheFourthQuarterAndOfEachOvertime() {
        assertThat(new GameClock(3, 0).isFullTime()).isFalse();
        assertThat(new GameClock(4, 1).isFullTime()).isFalse();
        assertThat(new GameClock(4, 0).isFullTime()).isTrue();
        assertThat(new GameClock(6, 0).isFullTime()).isTrue();
    }
}
