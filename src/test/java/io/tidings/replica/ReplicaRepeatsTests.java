package io.tidings.replica;

import static io.tidings.replica.Samples.IDEMPOTENCY_WINDOW;
import static io.tidings.replica.Samples.NOW;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.WINDOW;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.keyed;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replica does with repeats, and what it tells their publishers. */
class ReplicaRepeatsTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Bench bench = Bench.following();

    private final Originals originals = bench.replica.originals();

    @Test
    void tellsNobodyOfARepeatAndGoesOnPastIt() {
        bench.join();
        bench.publish(batch(SCORES, 0, 3, keyed(0, "k"), keyed(1, "k"), update(SCORES, 2, "b")));
        bench.publish(batch(SCORES, 3, 4, keyed(3, "k")));

        assertThat(bench.listener.positions()).containsExactly(SCORES + "@0", SCORES + "@2");
        assertThat(bench.lastValues("scores.#")).containsExactly(SCORES + "@0", SCORES + "@2");
        assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@3");
        assertThat(bench.meters.get("tidings.replica.repeats").counter().count())
                .isEqualTo(2);
    }

    @Test
    void tellsNobodyTheKey() {
        bench.join();
        bench.publish(batch(SCORES, 0, 1, keyed(0, "k")));

        assertThat(bench.listener.updates).extracting(Update::headers).containsExactly(Map.of());
        assertThat(bench.view("scores.#").lastValues())
                .extracting(Update::headers)
                .containsExactly(Map.of());
    }

    @Test
    void dropsARepeatOfWhatItHasReadBack() {
        bench.log.append(batch(SCORES, 0, 1, keyed(0, "k")));
        bench.join();
        bench.publish(batch(SCORES, 1, 2, keyed(1, "k")));

        assertThat(bench.listener.updates).isEmpty();
        assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 0, 1));
    }

    @Test
    void aNodeThatStartsLaterDropsTheSame() {
        bench.join();
        Random random = new Random(3);
        for (int offset = 0; offset < 200; offset++) {
            bench.clock.advance(Duration.ofSeconds(10));
            String key = "k" + random.nextInt(12);
            bench.publish(
                    batch(SCORES, offset, offset + 1, Samples.keyed(SCORES, offset, key, key, bench.clock.millis())));
        }
        Bench late = Bench.following();
        late.clock.advance(Duration.between(NOW, bench.clock.instant()));
        bench.log.updates(SCORES).forEach(late.log::append);
        late.join();

        assertThat(late.log.reads).doesNotContain(SCORES + "[0,200)");
        assertThat(late.lastValues("scores.#"))
                .hasSizeBetween(2, 11)
                .isEqualTo(lastSince(bench.clock.instant().minus(WINDOW).toEpochMilli()));
    }

    /** Of each topic the last update that was told and is not older. */
    private List<String> lastSince(long time) {
        Map<Topic, Update> last = new HashMap<>();
        bench.listener.updates.stream()
                .filter(update -> update.timestamp() >= time)
                .forEach(update -> last.put(update.topic(), update));
        return positions(last.values().stream()
                .sorted(Comparator.comparingLong(update -> update.position().offset()))
                .toList());
    }

    @Test
    void aLogThatIsBegunAnewKnowsNoKeys() {
        bench.join();
        bench.publish(batch(SCORES, 0, 1, keyed(0, "k")));
        bench.log.truncate(SCORES, 0);
        bench.ticks(4);
        bench.publish(batch(SCORES, 0, 1, keyed(0, "k")));

        assertThat(bench.listener.resets).containsExactly("scores");
        assertThat(bench.listener.positions()).containsExactly(SCORES + "@0", SCORES + "@0");
    }

    @Test
    void knowsAKeyForTheWindow() {
        bench.join();
        bench.publish(batch(SCORES, 0, 1, keyed(0, "k")));
        Topic topic = new Topic("scores.a");

        assertThat(originals.known(topic, "k")).isEqualTo(Original.of(keyed(0, "k")));
        assertThat(originals.known(topic, "l")).isNull();
        bench.clock.advance(IDEMPOTENCY_WINDOW);
        assertThat(originals.known(topic, "k")).isNotNull();
        bench.clock.advance(Duration.ofMillis(1));
        assertThat(originals.known(topic, "k")).isNull();
    }

    @Test
    void tellsAPublisherTheOriginalOnceItHasAppliedItsUpdate() {
        bench.join();
        bench.publish(batch(SCORES, 0, 1, keyed(0, "k")));
        CompletableFuture<Original> other = originals.settled(keyed(1, "l"), PATIENCE);
        CompletableFuture<Original> repeat = originals.settled(keyed(2, "k"), PATIENCE);
        assertThat(repeat).isNotDone();

        bench.publish(batch(SCORES, 1, 3, keyed(1, "l"), keyed(2, "k")));
        assertThat(other).isCompletedWithValue(Original.of(keyed(1, "l")));
        assertThat(repeat).isCompletedWithValue(Original.of(keyed(0, "k")));
    }

    @Test
    void tellsAPublisherAtOnceWhatItHasAppliedAlready() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2, keyed(0, "k"), keyed(1, "k")));

        assertThat(originals.settled(keyed(1, "k"), PATIENCE)).isCompletedWithValue(Original.of(keyed(0, "k")));
    }

    @Test
    void tellsAPublisherNoLaterThanItWants() {
        bench.join();

        assertThatThrownBy(originals.settled(keyed(0, "k"), Duration.ofMillis(1))::join)
                .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
    }

    @Test
    void letsNoMorePublishersWaitThanRequests() {
        bench.join();
        for (int offset = 0; offset < 4; offset++) {
            assertThat(originals.settled(keyed(offset, "k"), PATIENCE)).isNotDone();
        }
        CompletableFuture<Original> refused = originals.settled(keyed(4, "k"), PATIENCE);
        assertThatThrownBy(refused::join).hasCauseInstanceOf(ReplicaUnavailableException.class);

        bench.publish(batch(SCORES, 0, 1, keyed(0, "k")));
        assertThat(originals.settled(keyed(4, "k"), PATIENCE)).isNotDone();
    }

    private static Update keyed(long offset, String key) {
        return Samples.keyed(SCORES, offset, "a", key);
    }
}
