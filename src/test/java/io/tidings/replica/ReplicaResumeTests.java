package io.tidings.replica;

import static io.tidings.replica.Samples.NEWS;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.log;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a replica answers those who come back with a cursor, or want history. */
class ReplicaResumeTests {

    private static final LogId SCORES_ANEW = new LogId("scores", 0, "0000000b");

    private final Bench bench = Bench.following();

    private final List<View> views = new ArrayList<>();

    private final List<String> refused = new ArrayList<>();

    @Test
    void givesWhatCameAfterTheCursorAndNoLastValues() {
        bench.join();
        bench.publish(batch(SCORES, 0, 8));
        resume("scores.#", SCORES + "@5");

        assertRecovered(positions(SCORES, 6, 8));
        assertThat(views.get(0).cursor()).hasToString(SCORES + "@7");
        assertThat(bench.count("views", "outcome", "recovered")).isEqualTo(1);
        assertThat(bench.count("recovered.updates")).isEqualTo(2);
    }

    @Test
    void showsThemWhoMissedTooMuchTheLastValuesAndTellsThemOfTheGap() {
        bench.join();
        for (int offset = 0; offset < 60; offset += 4) {
            bench.publish(batch(SCORES, offset, offset + 4));
        }
        resume("scores.#", SCORES + "@1");

        assertGap(positions(SCORES, 55, 60));
        assertThat(bench.count("views", "reason", "below-edge")).isEqualTo(1);
    }

    @Test
    void keepsTheKeptViewsOfOthersFreeOfGaps() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        resume("scores.#", "");

        assertGap(positions(SCORES, 0, 2));
        assertThat(bench.view("scores.#").gap()).isFalse();
    }

    @Test
    void showsNothingButTheGapToThemWhoWantNoLastValues() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        ask(new ViewQuery(new TopicPattern("scores.#"), false, 0, Cursor.parse("")));

        assertGap(List.of());
    }

    @Test
    void showsHistoryWhereItIsWantedAndNothingCanBeProven() {
        bench.join();
        bench.publish(batch(SCORES, 0, 10));
        ask(new ViewQuery(new TopicPattern("scores.t1"), true, 5, Cursor.parse("")));

        assertThat(views.get(0).gap()).isTrue();
        assertThat(views.get(0).lastValues()).isEmpty();
        assertThat(positions(views.get(0).updates())).containsExactly(SCORES + "@1", SCORES + "@6");
    }

    @Test
    void showsTheLastUpdatesOfEachTopicInOffsetOrderAndNoneTwice() {
        bench.join();
        bench.publish(batch(SCORES, 0, 12));
        bench.publish(batch(SCORES, 12, 13, tombstone(SCORES, 12, "t0")));
        ask(new ViewQuery(new TopicPattern("scores.#"), true, 2, null));

        assertThat(views.get(0).gap()).isFalse();
        assertThat(views.get(0).lastValues()).isEmpty();
        assertThat(positions(views.get(0).updates()))
                .isEqualTo(Stream.of(2, 3, 4, 6, 7, 8, 9, 10, 11, 12)
                        .map(offset -> SCORES + "@" + offset)
                        .toList());
    }

    @Test
    void ignoresLogsOfOtherNamespaces() {
        bench.join();
        bench.publish(batch(SCORES, 0, 3));
        resume("scores.#", NEWS + "@77," + SCORES + "@1");

        assertRecovered(positions(SCORES, 2, 3));
    }

    @Test
    void tellsOfAGapWhereNothingIsKept() {
        bench.join();
        resume("cursors.#", "");

        assertGap(List.of());
        assertThat(views.get(0).cursor().offsets()).isEmpty();
    }

    @Test
    void waitsUntilItHasGotAsFarAsTheCursor() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        bench.log.append(batch(SCORES, 2, 6));
        resume("scores.#", SCORES + "@3");
        assertThat(views).isEmpty();

        bench.relay(batch(SCORES, 2, 6));
        bench.ticks(1);
        assertRecovered(positions(SCORES, 4, 6));
    }

    @Test
    void waitsForAHoleAtTheEndOfTheCursor() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 3, Samples.update(SCORES, 0)));
        resume("scores.#", SCORES + "@2");
        assertThat(views).isEmpty();

        bench.ticks(3);
        assertRecovered(List.of());
        assertThat(views.get(0).cursor()).hasToString(SCORES + "@2");
    }

    @Test
    void tellsOfAGapOnceTwoAnswersSayThatTheLogEndsBelowTheCursor() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        resume("scores.#", SCORES + "@2");
        bench.ticks(1);
        assertThat(views).isEmpty();

        bench.ticks(1);
        assertGap(positions(SCORES, 0, 2));
        assertThat(bench.count("views", "reason", "past-end")).isEqualTo(1);
    }

    @Test
    void doesNotCountAnAnswerToAQuestionThatWasAskedBeforeTheRequestCame() {
        bench.join();
        bench.log.pause();
        bench.thread.tick();
        resume("scores.#", SCORES + "@0");
        bench.log.resume();
        bench.thread.runAll();
        bench.ticks(1);
        assertThat(views).isEmpty();

        bench.publish(batch(SCORES, 0, 1));
        bench.ticks(1);
        assertRecovered(List.of());
    }

    @Test
    void countsOnlyDenialsInARow() {
        bench.join();
        resume("scores.#", SCORES + "@3");
        bench.ticks(1);
        bench.log.append(batch(SCORES, 0, 4));
        bench.log.failReads(true);
        bench.ticks(2);
        bench.log.truncate(SCORES, 1);
        bench.ticks(1);
        assertThat(views).isEmpty();

        bench.log.failReads(false);
        bench.log.append(batch(SCORES, 1, 5));
        bench.ticks(8);
        assertRecovered(positions(SCORES, 4, 5));
    }

    @Test
    void tellsOfAGapWhereTheCursorIsOfALogThatIsNoMore() {
        bench.log.remove(SCORES);
        bench.log.append(batch(SCORES_ANEW, 0, 2));
        bench.join();
        resume("scores.#", SCORES + "@0");
        assertThat(views).isEmpty();
        bench.ticks(2);

        assertGap(positions(SCORES_ANEW, 0, 2));
        assertThat(bench.count("views", "reason", "unknown-log")).isEqualTo(1);
    }

    @Test
    void waitsForALogThatItHasNotHeardOfYet() {
        bench.join();
        bench.log.append(batch(SCORES_1, 0, 3));
        resume("scores.#", SCORES + "@-1," + SCORES_1 + "@1");
        assertThat(views).isEmpty();
        bench.ticks(2);

        assertRecovered(positions(SCORES_1, 2, 3));
    }

    @Test
    void tellsOfAGapWhereTheTopicWasMadeAnewWhileTheClientWaited() {
        bench.join();
        bench.publish(batch(SCORES, 0, 3));
        bench.log.remove(SCORES);
        bench.log.append(batch(SCORES_ANEW, 0, 2));
        resume("scores.#", SCORES + "@5");
        bench.ticks(3);

        assertGap(positions(SCORES_ANEW, 0, 2));
    }

    @Test
    void waitsOnlySoLong() {
        bench.join();
        bench.log.fail(true);
        resume("scores.#", SCORES + "@3");
        bench.ticks(11);

        assertThat(views).isEmpty();
        assertThat(refused).containsExactly("view of 'scores.#': this node has not got as far as its cursor in time");
    }

    @Test
    void answersACursorRightAfterTheStartOnceItHasReadBack() {
        bench.log.append(batch(SCORES, 0, 10));
        bench.replica.start();
        resume("scores.#", SCORES + "@6");
        assertThat(views).isEmpty();
        bench.ticks(2);

        assertRecovered(positions(SCORES, 7, 10));
    }

    @Test
    void takesNoAnswerWithoutALogForADenialRightAfterTheStart() {
        bench.log.remove(SCORES);
        bench.join();
        resume("scores.#", SCORES + "@1");
        bench.ticks(4);
        bench.log.append(batch(SCORES, 0, 3));
        bench.ticks(2);

        assertRecovered(positions(SCORES, 2, 3));
    }

    @Test
    void waitsOnRightAfterTheStartForWhatCameAfterItsReadBack() {
        bench.log.append(batch(SCORES, 0, 3));
        bench.replica.start();
        resume("scores.#", SCORES + "@4");
        bench.ticks(1);
        assertThat(views).isEmpty();

        bench.publish(batch(SCORES, 3, 6));
        bench.ticks(1);
        assertRecovered(positions(SCORES, 5, 6));
    }

    @Test
    void tellsOfAGapFromBeforeItsReadBack() {
        bench.clock.advance(Samples.WINDOW.multipliedBy(2));
        bench.log.append(batch(SCORES, 0, 3));
        bench.log.append(batch(SCORES, 3, 4, Samples.update(SCORES, 3, "t3", bench.clock.millis())));
        bench.join();
        resume("scores.#", SCORES + "@1");

        assertGap(List.of(SCORES + "@3"));
    }

    @Test
    void tellsOfAGapWhereAStretchWasLost() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        bench.log.append(batch(SCORES, 2, 20));
        bench.log.retain(SCORES, 15);
        bench.ticks(3);
        resume("scores.t1", SCORES + "@5");
        resume("scores.#", SCORES + "@14");

        assertThat(views.get(0).gap()).isTrue();
        assertThat(views.get(1).gap()).isFalse();
        assertThat(positions(views.get(1).updates())).isEqualTo(positions(SCORES, 15, 20));
    }

    @Test
    void tellsOfAGapUpToTheOldEndOfALogThatWasTruncated() {
        bench.join();
        bench.publish(batch(SCORES, 0, 10));
        bench.log.truncate(SCORES, 5);
        bench.ticks(4);
        bench.publish(batch(SCORES, 5, 20));
        resume("scores.#", SCORES + "@7");
        resume("scores.#", SCORES + "@9");
        resume("scores.#", SCORES + "@10");

        assertThat(views.get(0).gap()).isTrue();
        assertThat(views.get(1).gap()).isTrue();
        assertThat(views.get(2).gap()).isFalse();
    }

    @Test
    void tellsOfAGapWhereMoreIsOwedThanAnAnswerMayHold() {
        bench.join();
        for (int offset = 0; offset < 60; offset++) {
            bench.publish(new Batch(SCORES, offset, offset + 1, List.of(Samples.update(SCORES, offset, "k" + offset))));
        }
        resume("scores.#", SCORES + "@8");
        resume("scores.#", SCORES + "@9");

        assertThat(views.get(0).gap()).isTrue();
        assertThat(views.get(0).lastValues()).hasSize(60);
        assertThat(positions(views.get(1).updates())).isEqualTo(positions(SCORES, 10, 60));
        assertThat(bench.count("views", "reason", "too-much")).isEqualTo(1);
    }

    @Test
    void endsHistoryAtTheBoundAndShowsLastValuesOfTheRest() {
        bench.join();
        for (int offset = 0; offset < 60; offset++) {
            bench.publish(new Batch(SCORES, offset, offset + 1, List.of(Samples.update(SCORES, offset, "k" + offset))));
        }
        ask(new ViewQuery(new TopicPattern("scores.#"), true, 1, null));

        assertThat(positions(views.get(0).updates())).isEqualTo(positions(SCORES, 10, 60));
        assertThat(positions(views.get(0).lastValues())).isEqualTo(positions(SCORES, 0, 10));
    }

    @Test
    void refusesTooManyThatWait() {
        bench.join();
        bench.log.pause();
        for (int i = 0; i < 6; i++) {
            resume("scores.#", SCORES + "@3");
        }

        assertThat(refused).hasSize(2).first().isEqualTo("view of 'scores.#': too many wait already");
    }

    @Test
    void knowsAllOfALogThatCameUpLater() {
        bench.join();
        bench.log.create(log("scores", 1));
        bench.ticks(1);
        bench.publish(batch(SCORES_1, 0, 3));
        resume("scores.#", SCORES + "@-1," + SCORES_1 + "@-1");

        assertRecovered(positions(SCORES_1, 0, 3));
    }

    private void resume(String pattern, String since) {
        ask(new ViewQuery(new TopicPattern(pattern), true, 0, Cursor.parse(since)));
    }

    private void ask(ViewQuery query) {
        bench.replica.view(query, views::add, failure -> refused.add(failure.getMessage()));
        bench.thread.runAll();
    }

    private void assertRecovered(List<String> updates) {
        assertThat(views).singleElement().satisfies(view -> {
            assertThat(view.gap()).isFalse();
            assertThat(view.lastValues()).isEmpty();
            assertThat(positions(view.updates())).isEqualTo(updates);
        });
    }

    private void assertGap(List<String> lastValues) {
        assertThat(views).singleElement().satisfies(view -> {
            assertThat(view.gap()).isTrue();
            assertThat(positions(view.lastValues())).isEqualTo(lastValues);
            assertThat(view.updates()).isEmpty();
        });
    }
}
