package io.tidings.replica;

import static io.tidings.replica.Samples.NOW;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.WINDOW;
import static io.tidings.replica.Samples.policy;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.tombstone;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.LogId;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicStoreTests {

    private static final Topic A = new Topic("scores.a");

    private static final Topic B = new Topic("scores.b");

    private final SettableClock clock = new SettableClock();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final TopicStore store = store(policy(true, 3, 100));

    @Test
    void keepsTheLastValueOfEachTopicInOffsetOrder() {
        store.put(update(SCORES, 0, "a"));
        store.put(update(SCORES, 1, "b"));
        store.put(update(SCORES, 2, "c"));
        store.put(update(SCORES, 3, "a"));

        assertThat(last("scores.#")).containsExactlyElementsOf(List.of("1", "2", "3"));
        assertThat(last("scores.a")).containsExactly("3");
        assertThat(last("scores.x")).isEmpty();
    }

    @Test
    void sharesOneTopicInstanceAmongAllUpdatesOfTheTopic() {
        Topic first = store.put(update(SCORES, 0, "a")).topic();

        assertThat(store.put(update(SCORES, 1, "a")).topic()).isSameAs(first);
    }

    @Test
    void keepsAsMuchHistoryAsTheNamespaceSays() {
        for (int offset = 0; offset < 5; offset++) {
            store.put(update(SCORES, offset, "a"));
        }

        assertThat(offsets(history(store, A))).containsExactly("2", "3", "4");
        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(1);
        assertThat(lowerEdge(store, SCORES, B)).isEqualTo(-1);
    }

    @Test
    void dropsWhatIsOlderThanTheWindowWhenItsTopicIsUpdated() {
        store.put(update(SCORES, 0, "a"));
        clock.advance(WINDOW.plusMillis(1));
        store.put(update(SCORES, 1, "a", clock.millis()));

        assertThat(offsets(history(store, A))).containsExactly("1");
        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(0);
    }

    @Test
    void sweepsTheHistoryOfTopicsThatAreNotUpdatedAndKeepsTheirLastValues() {
        store.put(update(SCORES, 0, "a"));
        store.put(update(SCORES, 1, "b"));
        clock.advance(WINDOW.plusMillis(1));
        store.put(update(SCORES, 2, "b", clock.millis()));
        store.sweep();

        assertThat(history(store, A)).isEmpty();
        assertThat(offsets(history(store, B))).containsExactly("2");
        assertThat(last("scores.#")).containsExactly("0", "2");
        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(0);
    }

    @Test
    void doesNotKeepAnUpdateFromTheFutureLongerThanTheWindow() {
        store.put(update(SCORES, 0, "a", NOW.plus(WINDOW.multipliedBy(10)).toEpochMilli()));
        store.sweep();
        assertThat(history(store, A)).hasSize(1);

        clock.advance(WINDOW.plusMillis(1));
        store.sweep();
        assertThat(history(store, A)).isEmpty();
    }

    @Test
    void keepsATombstoneInHistoryButNotAsLastValue() {
        store.put(update(SCORES, 0, "a"));
        store.put(tombstone(SCORES, 1, "a"));

        assertThat(last(store, A)).isNull();
        assertThat(last("scores.#")).isEmpty();
        assertThat(offsets(history(store, A))).containsExactly("0", "1");
    }

    @Test
    void forgetsAClearedTopicOnceItsTombstoneIsOld() {
        store.put(update(SCORES, 0, "a"));
        store.put(tombstone(SCORES, 1, "a"));
        clock.advance(WINDOW.plusMillis(1));
        store.sweep();

        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(1);
    }

    @Test
    void forgetsTheTopicThatWasUpdatedLeastRecentlyWhenThereAreTooMany() {
        TopicStore small = store(policy(true, 3, 2));
        small.put(update(SCORES, 0, "a"));
        small.put(update(SCORES, 1, "b"));
        small.put(update(SCORES, 2, "a"));
        small.put(update(SCORES, 3, "c"));

        assertThat(offsets(last(small, new TopicPattern("scores.#")))).containsExactly("2", "3");
        assertThat(lowerEdge(small, SCORES, B)).isEqualTo(1);
        assertThat(meters.counter("tidings.replica.topics.forgotten", "reason", "max-topics")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void evictsHistoryBeforeLastValuesAndOfTheTopicUpdatedLeastRecentlyFirst() {
        store.put(update(SCORES, 0, "a"));
        store.put(update(SCORES, 1, "a"));
        store.put(update(SCORES, 2, "b"));

        store.evict();
        assertThat(offsets(history(store, A))).containsExactly("1");
        store.evict();
        store.evict();
        assertThat(history(store, A)).isEmpty();
        assertThat(history(store, B)).isEmpty();
        assertThat(last("scores.#")).containsExactly("1", "2");

        assertThat(store.evict()).isTrue();
        assertThat(last("scores.#")).containsExactly("2");
        assertThat(store.evict()).isTrue();
        assertThat(store.evict()).isFalse();
        assertThat(store.bytes()).isZero();
        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(2);
    }

    @Test
    void hasNoLastValueWhereTheNamespaceRetainsNone() {
        TopicStore live = store(policy(false, 3, 100));
        live.put(update(SCORES, 0, "a"));

        assertThat(last(live, A)).isNull();
        assertThat(last(live, new TopicPattern("scores.#"))).isEmpty();
        assertThat(offsets(history(live, A))).containsExactly("0");
    }

    @Test
    void keepsNoBodyWhereTheNamespaceKeepsNothing() {
        TopicStore nothing = store(policy(false, 0, 100));
        Update update = nothing.put(update(SCORES, 7, "a"));

        assertThat(update.body()).isNotNull();
        assertThat(history(nothing, A)).isEmpty();
        assertThat(nothing.size()).isEqualTo(1);
        assertThat(lowerEdge(nothing, SCORES, A)).isEqualTo(7);
    }

    @Test
    void takesOfTwoLogsTheGreatestTimestampAndOfEachLogTheLatestOffset() {
        long now = NOW.toEpochMilli();
        store.put(update(SCORES, 0, "a", now - 10));
        store.put(update(SCORES_1, 0, "a", now - 20));
        assertThat(last(store, A).position().source()).isEqualTo(SCORES);

        store.put(update(SCORES, 1, "a", now - 30));
        assertThat(last(store, A).position().source()).isEqualTo(SCORES_1);
        assertThat(meters.counter("tidings.replica.topics.moved").count()).isEqualTo(1);
    }

    @Test
    void agreesOnTheLastValueOfAMovedTopicWhateverTheOrderBetweenLogs() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<Update> all = new ArrayList<>();
            for (int offset = 0; offset < 4; offset++) {
                all.add(update(SCORES, offset, "a", random.nextInt(5)));
                all.add(update(SCORES_1, offset, "a", random.nextInt(5)));
            }
            assertThat(lastOf(interleaved(all, random))).isEqualTo(lastOf(interleaved(all, random)));
        }
    }

    @Test
    void raisesTheEdgeOfBothLogsForAMovedTopic() {
        for (int offset = 0; offset < 4; offset++) {
            store.put(update(SCORES, offset, "a"));
        }
        store.put(update(SCORES_1, 0, "a"));
        store.put(update(SCORES_1, 1, "a"));

        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(2);
        assertThat(lowerEdge(store, SCORES_1, A)).isEqualTo(-1);
    }

    @Test
    void keepsTheEdgeThatATopicHadBeforeItMoved() {
        store.put(update(SCORES, 0, "a"));
        store.put(update(SCORES, 1, "a"));
        store.evict();
        store.put(update(SCORES_1, 0, "a"));

        assertThat(lowerEdge(store, SCORES, A)).isEqualTo(0);
        assertThat(lowerEdge(store, SCORES_1, A)).isEqualTo(-1);
    }

    @Test
    void keepsOffsetOrderWithinALogForMovedTopics() {
        long now = NOW.toEpochMilli();
        store.put(update(SCORES, 0, "a", now));
        store.put(update(SCORES, 1, "b", now));
        store.put(update(SCORES_1, 0, "a", now - 10));

        assertThat(positions(last(store, new TopicPattern("scores.#")))).containsExactly(SCORES + "@0", SCORES + "@1");
    }

    @Test
    void forgetsAllThatCameFromALog() {
        store.put(update(SCORES, 0, "a"));
        store.put(update(SCORES_1, 0, "a"));
        store.put(update(SCORES, 1, "b"));
        store.put(update(SCORES_1, 1, "c"));
        store.forget(SCORES);

        assertThat(positions(last(store, new TopicPattern("scores.#"))))
                .containsExactly(SCORES_1 + "@0", SCORES_1 + "@1");
        assertThat(positions(history(store, A))).containsExactly(SCORES_1 + "@0");
        assertThat(store.size()).isEqualTo(2);

        store.forget(SCORES_1);
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
    }

    private TopicStore store(Policy policy) {
        return new TopicStore(policy, clock, new ReplicaMetrics(meters));
    }

    private static @Nullable Update last(TopicStore store, Topic topic) {
        TopicState state = store.state(topic);
        return state == null ? null : store.last(state);
    }

    private static List<Update> last(TopicStore store, TopicPattern pattern) {
        return new Snapshot(store, ViewQuery.lastValues(pattern), 0).collect().lastValues();
    }

    private static List<Update> history(TopicStore store, Topic topic) {
        return new Snapshot(store, new ViewQuery(new TopicPattern(topic.name()), false, 1000, null), 1000)
                .collect()
                .updates();
    }

    private static long lowerEdge(TopicStore store, LogId log, Topic topic) {
        TopicState state = store.state(topic);
        return state == null
                ? store.edges().ofUnknown(log)
                : Math.max(store.edges().ofAll(log), state.edge(log));
    }

    private List<String> last(String pattern) {
        return offsets(last(store, new TopicPattern(pattern)));
    }

    private Update lastOf(List<Update> updates) {
        TopicStore one = store(policy(true, 3, 100));
        updates.forEach(one::put);
        Update last = last(one, A);
        return updates.stream()
                .filter(update -> update.position().equals(last.position()))
                .findFirst()
                .orElseThrow();
    }

    /** Shuffled, but each log's updates in their order. */
    private static List<Update> interleaved(List<Update> updates, Random random) {
        List<Update> order = new ArrayList<>(updates);
        Collections.shuffle(order, random);
        List<Update> zero = new ArrayList<>(of(updates, 0));
        List<Update> one = new ArrayList<>(of(updates, 1));
        return order.stream()
                .map(slot -> slot.position().source().equals(SCORES) ? zero.remove(0) : one.remove(0))
                .toList();
    }

    private static List<Update> of(List<Update> updates, int partition) {
        return updates.stream()
                .filter(update -> update.position().source().equals(partition == 0 ? SCORES : SCORES_1))
                .toList();
    }

    private static List<String> offsets(List<Update> updates) {
        return updates.stream()
                .map(update -> Long.toString(update.position().offset()))
                .toList();
    }
}
