package io.tidings.demo;

/**
 * The clock of a basketball game: four quarters of twelve minutes, then overtimes of five.
 *
 * @param period the number of the period, from 1
 * @param secondsLeft what is left of it, at least 0
 */
record GameClock(int period, int secondsLeft) {

    private static final int QUARTERS = 4;

    private static final int QUARTER_SECONDS = 12 * 60;

    private static final int OVERTIME_SECONDS = 5 * 60;

    /** The clock at the tip-off. */
    static GameClock start() {
        return new GameClock(1, QUARTER_SECONDS);
    }

    /** The clock some seconds later, but not beyond the end of the period. */
    GameClock after(int seconds) {
        return new GameClock(period, Math.max(0, secondsLeft - seconds));
    }

    /** The clock at the start of the next period. */
    GameClock nextPeriod() {
        return new GameClock(period + 1, period < QUARTERS ? QUARTER_SECONDS : OVERTIME_SECONDS);
    }

    boolean isPeriodOver() {
        return secondsLeft == 0;
    }

    /** Whether a game that is not tied ends here. */
    boolean isFullTime() {
        return isPeriodOver() && period >= QUARTERS;
    }

    String periodName() {
        return period <= QUARTERS ? "Q" + period : "OT" + (period - QUARTERS);
    }

    String text() {
        return String.format("%d:%02d", secondsLeft / 60, secondsLeft % 60);
    }
}
