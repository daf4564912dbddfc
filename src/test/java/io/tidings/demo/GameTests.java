package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GameTests {

    private static final int REPORTS = 20_000;

    private final Game game = new Game("Ravens", "Comets", new Random(7));

    @Test
    void isOneTopicNamedAfterBothTeams() {
        Report report = new Game("Kings Valley", "Bisons", new Random(1)).next();

        assertThat(report.namespace()).isEqualTo("scores");
        assertThat(report.key()).isEqualTo("hoops.bisons-kings_valley");
    }

    @Test
    void announcesAGameBeforeItBegins() {
        assertThat(state(game)).isEqualTo(new GameState("Ravens", "Comets", 0, 0, "Q1", "12:00", "scheduled", ""));
    }

    @Test
    void neverGoesBackInTimeWithinAGame() {
        forEachStep((before, after) -> assertThat(elapsed(after)).isGreaterThanOrEqualTo(elapsed(before)));
    }

    @Test
    void neverTakesPointsAwayWithinAGame() {
        forEachStep((before, after) -> {
            assertThat(after.homeScore()).isGreaterThanOrEqualTo(before.homeScore());
            assertThat(after.awayScore()).isGreaterThanOrEqualTo(before.awayScore());
        });
    }

    @Test
    void goesFromScheduledToLiveToFinalAndOverAgain() {
        List<String> stages = new ArrayList<>();
        for (int i = 0; i < REPORTS; i++) {
            String status = state(game).status();
            if (stages.isEmpty() || !stages.get(stages.size() - 1).equals(status)) {
                stages.add(status);
            }
        }

        assertThat(stages.subList(0, 7))
                .containsExactly("scheduled", "live", "final", "scheduled", "live", "final", "scheduled");
    }

    @Test
    void endsWithAWinnerAndAPlausibleScore() {
        List<GameState> finals = IntStream.range(0, REPORTS)
                .mapToObj(i -> state(game))
                .filter(state -> state.status().equals("final"))
                .toList();

        assertThat(finals).isNotEmpty().allSatisfy(end -> {
            assertThat(end.homeScore()).isNotEqualTo(end.awayScore());
            assertThat(end.homeScore()).isBetween(60, 180);
            assertThat(end.awayScore()).isBetween(60, 180);
            assertThat(end.clock()).isEqualTo("0:00");
        });
    }

    @Test
    void saysWhatTheChangedScoreCameFrom() {
        forEachStep((before, after) -> {
            if (after.homeScore() + after.awayScore() > before.homeScore() + before.awayScore()
                    && after.status().equals("live")
                    && !after.clock().equals("0:00")) {
                assertThat(after.event()).matches("(Three-pointer|Layup|Jump shot|Dunk|Free throw) by \\w+");
            }
        });
    }

    @Test
    void sameSeedPlaysTheSameGames() {
        Game one = new Game("Ravens", "Comets", new Random(3));
        Game other = new Game("Ravens", "Comets", new Random(3));

        assertThat(IntStream.range(0, 2_000).mapToObj(i -> state(one)).toList())
                .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> state(other)).toList());
    }

    private void forEachStep(Step step) {
        GameState before = state(game);
        for (int i = 1; i < REPORTS; i++) {
            GameState after = state(game);
            boolean isNextGame =
                    before.status().equals("final") && after.status().equals("scheduled");
            if (!isNextGame) {
                step.check(before, after);
            }
            before = after;
        }
    }

    /** Seconds since the tip-off. */
    private static int elapsed(GameState state) {
        String[] clock = state.clock().split(":");
        int left = Integer.parseInt(clock[0]) * 60 + Integer.parseInt(clock[1]);
        int number = Integer.parseInt(state.period().replaceAll("\\D", ""));
        return state.period().startsWith("Q") ? number * 720 - left : 4 * 720 + number * 300 - left;
    }

    private static GameState state(Game game) {
        return (GameState) game.next().body();
    }

    private interface Step {

        void check(GameState before, GameState after);
    }
}
