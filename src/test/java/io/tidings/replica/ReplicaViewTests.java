package io.tidings.replica;

import static io.tidings.replica.Samples.NODE;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.tombstone;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Cursor;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.UnknownNamespaceException;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replica shows, and whom it refuses. */
class ReplicaViewTests {

    private final Bench bench = Bench.following();

    @Test
    void showsWhatWasAppliedBeforeAndNothingThatComesAfter() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 4));
        List<View> views = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        bench.replica.offer(batch(SCORES, 0, 2));
        bench.replica.view(
                ViewQuery.lastValues(new TopicPattern("scores.#")),
                view -> {
                    views.add(view);
                    told.add(bench.listener.updates.size());
                },
                failure -> {});
        bench.replica.offer(batch(SCORES, 2, 4));
        bench.thread.runAll();

        assertThat(positions(views.get(0).lastValues())).isEqualTo(positions(SCORES, 0, 2));
        assertThat(views.get(0).cursor()).hasToString(SCORES + "@1");
        assertThat(told).containsExactly(2);
        assertThat(bench.listener.updates).hasSize(4);
    }

    @Test
    void neverShowsAnOldViewAgainOnceSomethingWasApplied() {
        bench.join();
        bench.publish(batch(SCORES, 0, 1));
        assertThat(bench.lastValues("scores.#")).hasSize(1);
        assertThat(bench.view("scores.#")).isSameAs(bench.view("scores.#"));
        bench.publish(batch(SCORES, 1, 2));

        assertThat(bench.lastValues("scores.#")).hasSize(2);
    }

    @Test
    void leavesOutTopicsThatWereCleared() {
        bench.join();
        bench.publish(batch(SCORES, 0, 3));
        bench.publish(batch(SCORES, 3, 4, tombstone(SCORES, 3, "t1")));

        assertThat(bench.lastValues("scores.#")).containsExactly(SCORES + "@0", SCORES + "@2");
    }

    @Test
    void isEmptyForAnEphemeralNamespace() {
        bench.join();
        bench.relay(batch(NODE, 0, 2));

        assertThat(bench.view("cursors.#")).isEqualTo(new View(false, List.of(), List.of(), Cursor.of(Map.of())));
    }

    @Test
    void refusesAnUnknownNamespaceAtOnce() {
        assertThatThrownBy(() -> bench.replica.view(
                        ViewQuery.lastValues(new TopicPattern("unknown.#")), view -> {}, failure -> {}))
                .isInstanceOf(UnknownNamespaceException.class);
    }

    @Test
    void refusesWhatIsTooMuch() {
        bench.join();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            bench.replica.view(
                    ViewQuery.lastValues(new TopicPattern("scores.a")),
                    view -> {},
                    failure -> refused.add(failure.getMessage()));
        }

        assertThat(refused).hasSize(2).first().isEqualTo("view of 'scores.a': too many wait already");
        assertThatThrownBy(() -> bench.replica.execute(() -> {})).isInstanceOf(ReplicaUnavailableException.class);
    }

    @Test
    void refusesTooManyThatWaitForANamespace() {
        bench.replica.start();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            bench.replica.view(
                    ViewQuery.lastValues(new TopicPattern("scores.a")),
                    view -> {},
                    failure -> refused.add(failure.getMessage()));
            bench.thread.runAll();
        }

        assertThat(refused).hasSize(2);
    }

    @Test
    void refusesWhatHasWaitedTooLong() {
        bench.log.fail(true);
        bench.replica.start();
        List<String> refused = new ArrayList<>();
        bench.replica.view(
                ViewQuery.lastValues(new TopicPattern("scores.a")),
                view -> {},
                failure -> refused.add(failure.getMessage()));
        bench.thread.runAll();
        bench.ticks(10);
        assertThat(refused).isEmpty();
        bench.ticks(1);

        assertThat(refused).containsExactly("view of 'scores.a': its namespace has not joined in time");
    }

    @Test
    void refusesAllOnceItIsStopped() {
        bench.replica.start();
        List<String> refused = new ArrayList<>();
        TopicPattern pattern = new TopicPattern("scores.a");
        bench.replica.view(ViewQuery.lastValues(pattern), view -> {}, failure -> refused.add("waiting"));
        bench.thread.runAll();
        bench.replica.view(ViewQuery.lastValues(pattern), view -> {}, failure -> refused.add("queued"));
        bench.replica.stop();
        bench.replica.view(ViewQuery.lastValues(pattern), view -> {}, failure -> refused.add("late"));
        bench.replica.execute(() -> refused.add("never"));

        assertThat(refused).containsExactlyInAnyOrder("waiting", "queued", "late");
        assertThat(bench.replica.isReady()).isFalse();
        assertThatThrownBy(bench.replica::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsTheLastValueOfATopic() {
        bench.join();
        bench.publish(batch(SCORES, 0, 1));
        CompletableFuture<Optional<Update>> known = bench.replica.last(new Topic("scores.t0"));
        CompletableFuture<Optional<Update>> unknown = bench.replica.last(new Topic("scores.none"));
        bench.thread.runAll();

        assertThat(known.join())
                .hasValueSatisfying(update -> assertThat(update.position()).hasToString(SCORES + "@0"));
        assertThat(unknown.join()).isEmpty();
    }

    @Test
    void runsTasksInOrderWithUpdates() {
        bench.join();
        List<Integer> told = new ArrayList<>();
        bench.replica.offer(batch(SCORES, 0, 1));
        bench.replica.execute(() -> told.add(bench.listener.updates.size()));
        bench.replica.offer(batch(SCORES, 1, 2));
        bench.replica.execute(() -> told.add(bench.listener.updates.size()));
        bench.thread.runAll();

        assertThat(told).containsExactly(1, 2);
    }
}
