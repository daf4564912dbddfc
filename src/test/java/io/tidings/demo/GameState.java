package io.tidings.demo;

/**
 * A game as its subscribers see it; the body on {@code scores.*}.
 *
 * @param period {@code Q1} to {@code Q4}, then {@code OT1} and on
 * @param clock what is left of the period, {@code m:ss}
 * @param status {@code scheduled}, {@code live} or {@code final}
 * @param event the last thing that happened
 */
record GameState(
        String home,
        String away,
        int homeScore,
        int awayScore,
        String period,
        String clock,
        String status,
        String event) {}
