package io.tidings.replica;

import static io.tidings.replica.Samples.IDEMPOTENCY_WINDOW;
import static io.tidings.replica.Samples.NEWS;
import static io.tidings.replica.Samples.NOW;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.WINDOW;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.ephemeral;
import static io.tidings.replica.Samples.keyed;
import static io.tidings.replica.Samples.namespaces;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Namespaces;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a replica reads its logs back before it is ready. */
class ReplicaJoiningTests {

    private final Bench bench = Bench.following();

    @Test
    void readsEachLogBackOverTheWindowAndIsReadyOnlyThen() {
        long old = NOW.minus(WINDOW).minus(IDEMPOTENCY_WINDOW).toEpochMilli() - 1;
        bench.log.append(batch(SCORES, 0, 1, update(SCORES, 0, "old", old)));
        bench.log.append(batch(SCORES, 1, 4));
        bench.log.append(batch(NEWS, 0, 2));
        bench.replica.start();
        assertThat(bench.replica.isReady()).isFalse();
        bench.ticks(2);

        assertThat(bench.replica.isReady()).isTrue();
        assertThat(bench.log.reads).containsExactlyInAnyOrder(SCORES + "[1,4)", NEWS + "[0,2)");
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 1, 4));
        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@3");
        assertThat(bench.listener.updates).isEmpty();
    }

    @Test
    void readsWhatPrecedesTheWindowForItsKeysAlone() {
        long old = NOW.minus(WINDOW).toEpochMilli() - 1;
        bench.log.append(batch(SCORES, 0, 1, keyed(SCORES, 0, "a", "k", old)));
        bench.log.append(batch(SCORES, 1, 3, keyed(SCORES, 1, "a", "k", old + 2), update(SCORES, 2, "b")));
        bench.join();

        assertThat(bench.log.reads).contains(SCORES + "[0,3)");
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 2, 3));
        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@2");
    }

    @Test
    void waitsForAPartitionThatTheFirstAnswerLeavesOutAndReadsItBackToo() {
        bench.log.remove(SCORES);
        bench.log.append(batch(SCORES_1, 0, 2));
        bench.join();
        bench.ticks(3);
        assertThat(bench.replica.isReady()).isFalse();

        bench.log.append(batch(SCORES, 0, 2));
        bench.ticks(2);
        assertThat(bench.replica.isReady()).isTrue();
        assertThat(bench.listener.updates).isEmpty();
        assertThat(bench.view("scores.#").lastValues()).hasSize(2);
    }

    @Test
    void keepsALogThatALaterAnswerLeavesOut() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        bench.log.remove(SCORES);
        bench.ticks(3);
        bench.relay(batch(SCORES, 2, 3));

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 3));
        assertThat(bench.listener.resets).isEmpty();
    }

    @Test
    void isReadyWithoutLogsToRead() {
        Bench none = new Bench(namespaces(ephemeral("cursors"))).join();

        assertThat(none.replica.isReady()).isTrue();
        assertThat(none.log.headQuestions).isEmpty();
    }

    @Test
    void goesLiveWithoutHoleOrDoubleWhereTheRelayMeetsTheReadBack() {
        bench.log.append(batch(SCORES, 0, 10));
        bench.replica.start();
        bench.log.pause();
        bench.tick();
        bench.log.answer(0);
        bench.thread.runAll();
        bench.publish(batch(SCORES, 10, 12));
        bench.publish(batch(SCORES, 12, 13));
        bench.log.resume();
        bench.thread.runAll();

        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@12");
        bench.publish(batch(SCORES, 13, 14));
        assertThat(bench.listener.positions(SCORES)).endsWith(SCORES + "@13").doesNotHaveDuplicates();
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 9, 14));
    }

    @Test
    void letsViewsWaitAndAnswersThemInOrder() {
        bench.replica.start();
        List<String> answered = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            bench.replica.view(
                    ViewQuery.lastValues(new TopicPattern("scores." + key)),
                    view -> answered.add(key),
                    failure -> answered.add("none"));
        }
        bench.thread.runAll();
        assertThat(answered).isEmpty();
        bench.ticks(2);

        assertThat(answered).containsExactly("a", "b", "c");
    }

    @Test
    void isNotReadyWhileTheLogIsDownAndJoinsWhenItIsBack() {
        bench.log.fail(true);
        bench.replica.start();
        bench.ticks(10);
        assertThat(bench.replica.isReady()).isFalse();

        bench.log.fail(false);
        bench.ticks(8);
        assertThat(bench.replica.isReady()).isTrue();
    }

    @Test
    void triesAgainWhenReadingBackFails() {
        bench.log.append(batch(SCORES, 0, 10));
        bench.replica.start();
        bench.log.pause();
        bench.tick();
        bench.log.answer(0);
        bench.thread.runAll();
        bench.log.fail(true);
        bench.log.resume();
        bench.thread.runAll();
        assertThat(bench.replica.isReady()).isFalse();

        bench.log.fail(false);
        bench.ticks(6);
        assertThat(bench.replica.isReady()).isTrue();
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 5, 10));
    }

    @Test
    void staysReadyWhenTheLogGoesDownLater() {
        bench.join();
        bench.log.fail(true);
        bench.ticks(20);

        assertThat(bench.replica.isReady()).isTrue();
    }

    @Test
    void joinsANamespaceThatComesUpByTheDefaultWhenItIsTouched() {
        Bench open = new Bench(new Namespaces(List.of(), Samples::durable)).join();
        open.log.append(batch(SCORES, 0, 2));
        assertThat(open.replica.isReady()).isTrue();
        List<View> views = new ArrayList<>();
        open.replica.view(ViewQuery.lastValues(new TopicPattern("scores.#")), views::add, failure -> {});
        open.ticks(2);

        assertThat(views)
                .singleElement()
                .satisfies(view -> assertThat(positions(view.lastValues())).isEqualTo(positions(SCORES, 0, 2)));
    }
}
