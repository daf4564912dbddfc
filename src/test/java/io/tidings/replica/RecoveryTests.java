package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.WINDOW;
import static io.tidings.replica.Samples.policy;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.tombstone;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is proven to have come after a cursor, and what is not. */
class RecoveryTests {

    private static final String ALL = "scores.#";

    private final SettableClock clock = new SettableClock();

    private final Map<LogId, Long> now = new HashMap<>(Map.of(SCORES, -1L));

    private TopicStore store = store(policy(true, 3, 100));

    @Test
    void givesWhatCameAfterOfAllTopicsThatThePatternCovers() {
        put(SCORES, "a", "b", "c.d", "a", "b");

        assertThat(missed(ALL, "@1")).containsExactlyElementsOf(positions(SCORES, 2, 5));
        assertThat(missed("scores.*", "@1")).containsExactlyElementsOf(positions(SCORES, 3, 5));
        assertThat(missed("scores.a", "@1")).containsExactly(SCORES + "@3");
        assertThat(missed("scores.a", "@4")).isEmpty();
        assertThat(missed(ALL, "@4")).isEmpty();
    }

    @Test
    void givesEverythingToThoseWhoHaveSeenAnEmptyLog() {
        put(SCORES, "a", "b");

        assertThat(missed(ALL, "@-1")).containsExactlyElementsOf(positions(SCORES, 0, 2));
    }

    @Test
    void givesTombstonesLikeAnyOther() {
        put(SCORES, "a");
        store.put(tombstone(SCORES, 1, "a"));

        assertThat(missed("scores.a", "@0")).containsExactly(SCORES + "@1");
    }

    @Test
    void mergesTopicsInTheOrderOfEachLog() {
        follow(SCORES_1);
        put(SCORES, "a", "b", "a");
        put(SCORES_1, "x", "y", "x");

        assertThat(missed(ALL, "@0", SCORES_1 + "@-1"))
                .containsExactly(SCORES + "@1", SCORES + "@2", SCORES_1 + "@0", SCORES_1 + "@1", SCORES_1 + "@2");
    }

    @Test
    void doubtsWhatTheHistoryHasDropped() {
        put(SCORES, "a", "a", "a", "a", "a", "b");

        assertThat(missed("scores.a", "@1")).containsExactlyElementsOf(positions(SCORES, 2, 5));
        assertThat(doubt("scores.a", "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt(ALL, "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.b", "@0")).containsExactly(SCORES + "@5");
    }

    @Test
    void provesThatATopicHadNothingHoweverOldItIs() {
        put(SCORES, "a");
        clock.advance(WINDOW.plusMillis(1));
        store.sweep();
        putNow(SCORES, 1, "b");

        assertThat(missed("scores.a", "@0")).isEmpty();
        assertThat(missed(ALL, "@0")).containsExactly(SCORES + "@1");
    }

    @Test
    void doubtsWhatATopicHadThatHasNoHistoryLeft() {
        put(SCORES, "a", "a");
        clock.advance(WINDOW.plusMillis(1));
        store.sweep();
        putNow(SCORES, 2, "b");

        assertThat(doubt("scores.a", "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt(ALL, "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.b.#", "@0")).containsExactly(SCORES + "@2");
    }

    @Test
    void doubtsEverythingThatIsNewWhereThereIsNoHistory() {
        for (boolean retain : List.of(true, false)) {
            store = store(policy(retain, 0, 100));
            put(SCORES, "a", "b");

            assertThat(doubt("scores.b", "@0")).isEqualTo(Doubt.BELOW_EDGE);
            assertThat(doubt(ALL, "@0")).isEqualTo(Doubt.BELOW_EDGE);
            assertThat(missed("scores.a", "@0")).isEmpty();
            assertThat(missed(ALL, "@1")).isEmpty();
        }
    }

    @Test
    void doubtsUnknownTopicsBelowWhereReadingBackBegan() {
        store.edges().raiseRead(SCORES, 9);
        now.put(SCORES, 9L);
        putNow(SCORES, 10, "a");

        assertThat(doubt(ALL, "@8")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt("scores.x", "@8")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt("scores.a", "@8")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed(ALL, "@9")).containsExactly(SCORES + "@10");
        assertThat(missed("scores.x", "@9")).isEmpty();
    }

    @Test
    void believesThatTheNewestOfATopicIsTheNewestWhereSomeWereCompactedAway() {
        putNow(SCORES, 3, "a");
        putNow(SCORES, 5, "b");
        store.edges().raiseRead(SCORES, 9);
        now.put(SCORES, 9L);

        assertThat(missed("scores.a", "@4")).isEmpty();
        assertThat(doubt("scores.b", "@4")).isEqualTo(Doubt.BELOW_EDGE);
    }

    @Test
    void doubtsEveryTopicBelowTheEndOfALostStretch() {
        put(SCORES, "a", "b");
        store.edges().raiseLost(SCORES, 9);
        now.put(SCORES, 9L);
        putNow(SCORES, 10, "b");

        assertThat(doubt("scores.a", "@5")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt("scores.b", "@5")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.a", "@9")).isEmpty();
        assertThat(missed("scores.b", "@9")).containsExactly(SCORES + "@10");
        assertThat(missed("scores.b", "@10")).isEmpty();
    }

    @Test
    void doubtsATopicThatWasForgottenAndThePatternsThatMayCoverItOnly() {
        store = store(policy(true, 3, 2));
        put(SCORES, "a", "b", "a", "c");

        assertThat(doubt("scores.b", "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt(ALL, "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.a", "@0")).containsExactly(SCORES + "@2");
        assertThat(missed("scores.b", "@1")).isEmpty();
        assertThat(missed(ALL, "@1")).containsExactlyElementsOf(positions(SCORES, 2, 4));
    }

    @Test
    void remembersOfAForgottenTopicThatComesBackThatSomethingIsNotKnown() {
        store = store(policy(true, 3, 2));
        put(SCORES, "b", "b", "a", "c", "b");

        assertThat(doubt("scores.b", "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.b", "@1")).containsExactly(SCORES + "@4");
    }

    @Test
    void remembersOfAForgottenTopicThatComesBackInAnotherLogAndThenInItsOwn() {
        store = store(policy(true, 3, 2));
        follow(SCORES_1);
        put(SCORES_1, "a");
        put(SCORES, "b", "c", "a");
        put(SCORES_1, "a");

        assertThat(doubt("scores.a", "@2", SCORES_1 + "@-1")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.a", "@2", SCORES_1 + "@0")).containsExactly(SCORES_1 + "@1");
    }

    @Test
    void doubtsAClearedTopicOnceItsTombstoneIsForgotten() {
        put(SCORES, "a");
        store.put(tombstone(SCORES, 1, "a"));
        clock.advance(WINDOW.plusMillis(1));
        store.sweep();
        now.put(SCORES, 1L);

        assertThat(store.size()).isZero();
        assertThat(doubt("scores.a", "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.a", "@1")).isEmpty();
    }

    @Test
    void doubtsWhatWasEvictedToMakeRoom() {
        put(SCORES, "a", "a", "b");
        store.evict();
        assertThat(doubt("scores.a", "@-1")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.a", "@0")).containsExactly(SCORES + "@1");
        assertThat(missed("scores.b", "@-1")).containsExactly(SCORES + "@2");

        store.evict();
        store.evict();
        store.evict();
        assertThat(doubt("scores.a", "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(missed("scores.a", "@1")).isEmpty();
    }

    @Test
    void doubtsALogThatTheCursorDoesNotNameUnlessTheTopicIsKnownInOthersOnly() {
        follow(SCORES_1);
        put(SCORES, "a", "a");
        put(SCORES_1, "x");

        assertThat(missed("scores.a", "@0")).containsExactly(SCORES + "@1");
        assertThat(doubt("scores.x", "@0")).isEqualTo(Doubt.UNNAMED_LOG);
        assertThat(doubt("scores.unknown", "@0")).isEqualTo(Doubt.UNNAMED_LOG);
        assertThat(doubt(ALL, "@0")).isEqualTo(Doubt.UNNAMED_LOG);
    }

    @Test
    void looksForAKnownTopicOnlyInItsOwnLog() {
        follow(SCORES_1);
        store.edges().raiseRead(SCORES_1, 5);
        put(SCORES, "a", "a");

        assertThat(missed("scores.a", "@0", SCORES_1 + "@0")).containsExactly(SCORES + "@1");
        assertThat(doubt("scores.unknown", "@1", SCORES_1 + "@0")).isEqualTo(Doubt.BELOW_EDGE);
    }

    @Test
    void provesATopicThatMovedInEachOfItsLogs() {
        follow(SCORES_1);
        put(SCORES, "a", "a", "b");
        put(SCORES_1, "a", "a");

        assertThat(missed("scores.a", "@1", SCORES_1 + "@-1")).containsExactly(SCORES_1 + "@0", SCORES_1 + "@1");
        assertThat(missed("scores.a", "@0", SCORES_1 + "@0")).containsExactly(SCORES + "@1", SCORES_1 + "@1");
        assertThat(doubt("scores.a", "@-1", SCORES_1 + "@0")).isEqualTo(Doubt.BELOW_EDGE);
        assertThat(doubt("scores.a", "@1")).isEqualTo(Doubt.UNNAMED_LOG);
        assertThat(missed("scores.b", "@1")).containsExactly(SCORES + "@2");
        assertThat(missed(ALL, "@0", SCORES_1 + "@1")).containsExactly(SCORES + "@1", SCORES + "@2");
    }

    @Test
    void findsWhatAMovedTopicHadInALogBeforeItWasSeenInAnother() {
        follow(SCORES_1);
        put(SCORES, "b", "a");
        put(SCORES_1, "a", "x");

        assertThat(missed(ALL, "@0", SCORES_1 + "@1")).containsExactly(SCORES + "@1");
    }

    @Test
    void findsEverythingAfterALogWasForgottenThatAMovedTopicWasSeenInLast() {
        follow(SCORES_1);
        put(SCORES, "a", "b");
        put(SCORES_1, "a");
        store.forget(SCORES_1);

        assertThat(missed(ALL, "@0", SCORES_1 + "@0")).containsExactly(SCORES + "@1");
    }

    @Test
    void givesUpPastTheBound() {
        put(SCORES, "a", "b", "c", "a");

        assertThat(new Recovery(store, seen("@0"), 3).of(new TopicPattern(ALL)).updates())
                .hasSize(3);
        assertThat(new Recovery(store, seen("@0"), 2).of(new TopicPattern(ALL)))
                .isEqualTo(Missed.unproven(Doubt.TOO_MUCH));
    }

    @Test
    void doesNotLookAtTopicsThatCanOweNothing() {
        putNow(SCORES, 100, "not-to-be-found");
        putNow(SCORES, 0, "a");
        putNow(SCORES, 1, "b");

        assertThat(missed(ALL, "@0")).containsExactly(SCORES + "@1");
        assertThat(missed(ALL, "@1")).isEmpty();
    }

    private void follow(LogId log) {
        now.put(log, -1L);
    }

    /** Puts updates of these topics at the log's next offsets. */
    private void put(LogId log, String... keys) {
        for (String key : keys) {
            putNow(log, now.get(log) + 1, key);
        }
    }

    private void putNow(LogId log, long offset, String key) {
        store.put(update(log, offset, key, clock.millis()));
        now.put(log, offset);
    }

    private List<String> missed(String pattern, String... since) {
        Missed missed = recover(pattern, since);
        assertThat(missed.doubt()).isNull();
        return positions(missed.updates());
    }

    private Doubt doubt(String pattern, String... since) {
        return recover(pattern, since).doubt();
    }

    private Missed recover(String pattern, String... since) {
        return new Recovery(store, seen(since), 1000).of(new TopicPattern(pattern));
    }

    /** What is but an offset is of the first log. */
    private Seen seen(String... since) {
        String cursor = String.join(",", since);
        return new Seen(Cursor.parse(cursor.startsWith("@") ? SCORES + cursor : cursor), now);
    }

    private TopicStore store(Policy policy) {
        now.replaceAll((log, offset) -> -1L);
        return new TopicStore(policy, clock, new ReplicaMetrics(new SimpleMeterRegistry()));
    }
}
