package io.tidings.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Two teams that play each other for ever: a game is announced, played some times faster than life, and stands with its
 * result for a while before the next one.
 */
final class Game implements Reporter {

    private static final Duration PACE = Duration.ofSeconds(1);

    /** Of the game, to each report: a game takes about twelve minutes. */
    private static final int SECONDS_PLAYED = 4;

    private static final int REPORTS_BEFORE = 15;

    private static final int REPORTS_AFTER = 30;

    /** Such that two teams score about 110 points each. */
    private static final double PLAYS_PER_REPORT = 0.18;

    private static final List<String> PLAYERS = List.of(
            "Hill",
            "Okafor",
            "Silva",
            "Novak",
            "Ito",
            "Brandt",
            "Mbeki",
            "Larsen",
            "Reyes",
            "Adeyemi",
            "Kowalski",
            "Dunn");

    private final String home;

    private final String away;

    private final RandomGenerator random;

    private Stage stage = Stage.SCHEDULED;

    /** How many more reports a scheduled or ended game stays so. */
    private int reportsToWait = REPORTS_BEFORE;

    private GameClock clock = GameClock.start();

    private int homeScore;

    private int awayScore;

    private String event = "";

    private enum Stage {
        SCHEDULED,
        LIVE,
        FINAL
    }

    /** Announces the first game. */
    Game(String home, String away, RandomGenerator random) {
        this.home = home;
        this.away = away;
        this.random = random;
    }

    /** Lets this many reports pass untold, so that games do not all begin at once. */
    Game skip(int reports) {
        for (int i = 0; i < reports; i++) {
            next();
        }
        return this;
    }

    @Override
    public Duration pace() {
        return PACE;
    }

    @Override
    public Report next() {
        switch (stage) {
            case SCHEDULED -> waitFor(Stage.LIVE);
            case LIVE -> play();
            case FINAL -> waitFor(Stage.SCHEDULED);
        }
        return new Report("scores", "hoops." + slug(away) + "-" + slug(home), state());
    }

    private void waitFor(Stage following) {
        reportsToWait--;
        if (reportsToWait > 0) {
            return;
        }
        stage = following;
        if (following == Stage.SCHEDULED) {
            reset();
        } else {
            event = "Tip-off";
        }
    }

    private void reset() {
        clock = GameClock.start();
        homeScore = 0;
        awayScore = 0;
        event = "";
        reportsToWait = REPORTS_BEFORE;
    }

    private void play() {
        if (clock.isPeriodOver()) {
            clock = clock.nextPeriod();
            event = "Start of " + clock.periodName();
            return;
        }
        clock = clock.after(SECONDS_PLAYED);
        if (random.nextDouble() < PLAYS_PER_REPORT) {
            makePlay();
        }
        if (clock.isFullTime() && homeScore != awayScore) {
            stage = Stage.FINAL;
            reportsToWait = REPORTS_AFTER;
            event = (homeScore > awayScore ? home : away) + " win";
        } else if (clock.isPeriodOver()) {
            event = "End of " + clock.periodName();
        }
    }

    private void makePlay() {
        Play play = Play.random(random);
        if (random.nextBoolean()) {
            homeScore += play.points();
        } else {
            awayScore += play.points();
        }
        event = play.what() + " " + PLAYERS.get(random.nextInt(PLAYERS.size()));
    }

    private GameState state() {
        String status = stage.name().toLowerCase(Locale.ROOT);
        return new GameState(home, away, homeScore, awayScore, clock.periodName(), clock.text(), status, event);
    }

    private static String slug(String team) {
        return team.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
