package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.LogId;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a replica takes logs that grow, are made anew, or lose their end or their beginning. */
class ReplicaLogChangeTests {

    private final Bench bench = Bench.following();

    @Test
    void followsANewPartitionFromItsFirstOffset() {
        bench.join();
        bench.log.append(batch(SCORES_1, 0, 3));
        bench.relay(batch(SCORES_1, 2, 3));
        assertThat(bench.count("discarded", "reason", "unknown-log")).isEqualTo(1);
        bench.tick();

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES_1, 0, 3));
        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@-1," + SCORES_1 + "@2");
        assertThat(bench.listener.resets).isEmpty();
    }

    @Test
    void followsNewPartitionsFromTheirFirstOffsetWhateverTheOrderTheyAreSeenIn() {
        bench.join();
        LogId last = Samples.log("scores", 2);
        bench.log.append(batch(last, 0, 2));
        bench.tick();
        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@-1," + last + "@1");
        bench.log.append(batch(SCORES_1, 0, 2));
        bench.tick();

        assertThat(bench.listener.positions(last)).isEqualTo(positions(last, 0, 2));
        assertThat(bench.listener.positions(SCORES_1)).isEqualTo(positions(SCORES_1, 0, 2));
    }

    @Test
    void followsATopicThatWasMadeAnewFromItsStartAndForgetsTheOldOne() {
        bench.join();
        bench.publish(batch(SCORES, 0, 3));
        LogId anew = new LogId("scores", 0, "0000000b");
        bench.log.remove(SCORES);
        bench.log.append(batch(anew, 0, 2));
        bench.relay(batch(anew, 0, 2));
        bench.tick();

        assertThat(bench.listener.resets).containsExactly("scores");
        assertThat(bench.listener.positions(anew)).isEqualTo(positions(anew, 0, 2));
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(anew, 0, 2));
        assertThat(bench.view("scores.#").cursor()).hasToString(anew + "@1");
        assertThat(bench.count("resets", "reason", "new-epoch")).isEqualTo(1);

        bench.relay(batch(SCORES, 3, 4));
        bench.publish(batch(anew, 2, 3));
        assertThat(bench.listener.positions(SCORES)).isEqualTo(positions(SCORES, 0, 3));
        assertThat(bench.listener.positions(anew)).isEqualTo(positions(anew, 0, 3));
    }

    @Test
    void forgetsThePartitionsThatATopicMadeAnewHasNoMore() {
        bench.log.append(batch(SCORES_1, 0, 2));
        bench.join();
        bench.publish(batch(SCORES, 0, 3));
        LogId anew = new LogId("scores", 0, "0000000b");
        bench.log.remove(SCORES);
        bench.log.remove(SCORES_1);
        bench.log.append(batch(anew, 0, 1));
        bench.ticks(2);

        assertThat(bench.listener.resets).containsExactly("scores");
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(anew, 0, 1));
        assertThat(bench.view("scores.#").cursor()).hasToString(anew + "@0");
    }

    @Test
    void tellsOnceThatATopicWithSeveralPartitionsWasMadeAnewAndHearsAllOfIt() {
        bench.log.create(SCORES_1);
        bench.join();
        bench.log.remove(SCORES);
        bench.log.remove(SCORES_1);
        LogId zero = new LogId("scores", 0, "0000000b");
        LogId one = new LogId("scores", 1, "0000000b");
        bench.log.append(batch(zero, 0, 2));
        bench.log.append(batch(one, 0, 2));
        bench.tick();

        assertThat(bench.listener.resets).containsExactly("scores");
        assertThat(bench.listener.positions(zero)).isEqualTo(positions(zero, 0, 2));
        assertThat(bench.listener.positions(one)).isEqualTo(positions(one, 0, 2));
    }

    @Test
    void ignoresWhatIsStillReadOfALogThatWasBegunAnew() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 3));
        bench.log.pause();
        bench.relay(batch(SCORES, 2, 3));
        bench.tick();
        LogId anew = new LogId("scores", 0, "0000000b");
        bench.log.append(batch(anew, 0, 1));
        bench.log.remove(SCORES);
        bench.log.answer(1);
        bench.thread.runAll();
        bench.log.append(batch(SCORES, 0, 3));
        bench.log.resume();
        bench.thread.runAll();

        assertThat(bench.listener.positions()).isEqualTo(positions(anew, 0, 1));
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(anew, 0, 1));
    }

    @Test
    void ignoresTheWindowsStartOfALogThatWasBegunAnew() {
        bench.log.append(batch(SCORES, 0, 3));
        bench.replica.start();
        bench.log.pause();
        bench.tick();
        bench.log.answer(0);
        bench.thread.runAll();
        bench.tick();
        LogId anew = new LogId("scores", 0, "0000000b");
        bench.log.append(batch(anew, 0, 1));
        bench.log.remove(SCORES);
        bench.log.answer(bench.log.pending() - 1);
        bench.thread.runAll();
        bench.log.append(batch(SCORES, 0, 3));
        bench.log.resume();
        bench.thread.runAll();

        assertThat(bench.log.reads).doesNotContain(SCORES + "[0,3)").contains(anew + "[0,1)");
    }

    @Test
    void readsALogThatLostItsEndBackAndTellsIt() {
        bench.join();
        bench.publish(batch(SCORES, 0, 10));
        bench.log.truncate(SCORES, 4);
        bench.tick();
        assertThat(bench.listener.resets).isEmpty();
        bench.tick();

        assertThat(bench.listener.resets).containsExactly("scores");
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 0, 4));
        assertThat(bench.count("resets", "reason", "truncated")).isEqualTo(1);

        bench.log.append(update(SCORES, 4, "other"));
        bench.relay(batch(SCORES, 4, 5, update(SCORES, 4, "other")));
        assertThat(bench.lastValues("scores.other")).containsExactly(SCORES + "@4");
    }

    @Test
    void beginsToReadBackAnewWhereTheLogLosesItsEndMeanwhile() {
        bench.log.append(batch(SCORES, 0, 10));
        bench.log.failReads(true);
        bench.join();
        bench.log.truncate(SCORES, 4);
        bench.log.failReads(false);
        bench.ticks(10);

        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@3");
    }

    @Test
    void letsViewsWaitUntilALogThatLostItsEndIsReadBack() {
        bench.join();
        bench.publish(batch(SCORES, 0, 10));
        bench.log.truncate(SCORES, 4);
        bench.tick();
        bench.log.pause();
        bench.tick();
        bench.log.answer(0);
        bench.thread.runAll();
        assertThat(bench.listener.resets).containsExactly("scores");
        List<View> views = new ArrayList<>();
        bench.replica.view(ViewQuery.lastValues(new TopicPattern("scores.#")), views::add, failure -> {});
        bench.thread.runAll();
        assertThat(views).isEmpty();

        bench.log.resume();
        bench.thread.runAll();
        assertThat(views)
                .singleElement()
                .extracting(view -> view.cursor().toString())
                .isEqualTo(SCORES + "@3");
    }

    @Test
    void doesNotTakeAnAnswerThatWasUnderWayForALostEnd() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        bench.log.pause();
        for (int round = 0; round < 3; round++) {
            bench.tick();
            long from = 2 + round * 2;
            bench.publish(batch(SCORES, from, from + 2));
            bench.log.truncate(SCORES, from);
            bench.log.answer(0);
            bench.thread.runAll();
            bench.log.append(batch(SCORES, from, from + 2));
        }

        assertThat(bench.listener.resets).isEmpty();
    }

    @Test
    void doesNotBelieveASingleShortAnswer() {
        bench.join();
        bench.publish(batch(SCORES, 0, 4));
        for (int round = 0; round < 4; round++) {
            bench.log.truncate(SCORES, 2);
            bench.tick();
            bench.log.append(batch(SCORES, 2, 4));
            bench.tick();
        }

        assertThat(bench.listener.resets).isEmpty();
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 4));
    }

    @Test
    void countsAndTellsWhatRetentionRemovedBeforeItWasRead() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 10));
        bench.log.retain(SCORES, 6);
        bench.relay(batch(SCORES, 9, 10));

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 6, 10));
        assertThat(bench.listener.resets).containsExactly("scores");
        assertThat(bench.count("unproven")).isEqualTo(1);
    }
}
