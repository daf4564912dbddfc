package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.keyed;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatsTests {

    private static final long WINDOW = 100;

    private static final int MAX_KEYS = 5;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final ReplicaMetrics metrics = new ReplicaMetrics(meters);

    private final Repeats repeats = repeats();

    @Test
    void anUpdateWithoutKeyIsNoRepeat() {
        assertThat(repeats.take(update(SCORES, 0, "a", 0))).isNull();
        assertThat(repeats.take(update(SCORES, 1, "a", 0))).isNull();
        assertThat(repeats.size()).isZero();
    }

    @Test
    void repeatsWithinTheWindowStandForTheFirst() {
        assertThat(offset(keyed(SCORES, 0, "a", "k", 0))).isZero();
        assertThat(offset(keyed(SCORES, 1, "a", "k", WINDOW))).isZero();
    }

    @Test
    void aKeyIsNewAfterTheWindow() {
        offset(keyed(SCORES, 0, "a", "k", 0));
        assertThat(offset(keyed(SCORES, 1, "a", "k", WINDOW + 1))).isEqualTo(1);
    }

    @Test
    void theWindowBeginsAnewWithEachRepeat() {
        offset(keyed(SCORES, 0, "a", "k", 0));
        offset(keyed(SCORES, 1, "a", "k", WINDOW));
        assertThat(offset(keyed(SCORES, 2, "a", "k", 2 * WINDOW))).isZero();
    }

    @Test
    void aKeyIsAnotherOnAnotherTopic() {
        offset(keyed(SCORES, 0, "a", "k", 0));
        assertThat(offset(keyed(SCORES, 1, "b", "k", 0))).isEqualTo(1);
    }

    @Test
    void timeIsTheGreatestTimestampUpToAnUpdateAndNeverNegative() {
        offset(keyed(SCORES, 0, "a", "k", Long.MIN_VALUE));
        offset(keyed(SCORES, 1, "a", "l", WINDOW));
        assertThat(offset(keyed(SCORES, 2, "a", "k", -1))).isZero();
        repeats.take(update(SCORES, 3, "a", Long.MAX_VALUE));
        assertThat(offset(keyed(SCORES, 4, "a", "k", 0))).isEqualTo(4);
        assertThat(offset(keyed(SCORES, 5, "a", "k", 1))).isEqualTo(4);
    }

    @Test
    void forgetsTheOldestUpdatesPastTheBoundAndCountsTheKeysThatGoWithThem() {
        offset(keyed(SCORES, 0, "a", "first", 0));
        offset(keyed(SCORES, 1, "a", "again", 0));
        offset(keyed(SCORES, 2, "a", "again", 0));
        for (int offset = 3; offset < 2 + MAX_KEYS; offset++) {
            offset(keyed(SCORES, offset, "a", "k" + offset, 0));
        }
        assertThat(repeats.size()).isEqualTo(MAX_KEYS);
        assertThat(meters.get("tidings.replica.keys.forgotten").counter().count())
                .isEqualTo(1);
        assertThat(offset(keyed(SCORES, 10, "a", "again", 0))).isEqualTo(1);
        assertThat(offset(keyed(SCORES, 11, "a", "first", 0))).isEqualTo(11);
    }

    @Test
    void isEmptyAgainOnceTheWindowIsOver() {
        offset(keyed(SCORES, 0, "a", "k", 0));
        repeats.take(update(SCORES, 1, "a", WINDOW + 1));
        assertThat(repeats.size()).isZero();
    }

    @Test
    void tellsTheOriginalOnlyIfItsKeyWasSeenSince() {
        Update first = keyed(SCORES, 0, "a", "k", 50);
        repeats.take(first);
        assertThat(repeats.original(first.topic(), "k", 50)).isEqualTo(Original.of(first));
        assertThat(repeats.original(first.topic(), "k", 51)).isNull();
        assertThat(repeats.original(new Topic("scores.b"), "k", 0)).isNull();
    }

    @Test
    void aBodyIsThatOfTheOriginalOrNot() {
        Original original = Objects.requireNonNull(repeats.take(keyed(SCORES, 0, "a", "k", 0)));
        assertThat(original.hasBody(update(SCORES, 0).body())).isTrue();
        assertThat(original.hasBody(update(SCORES, 1).body())).isFalse();
        assertThat(original.hasBody(null)).isFalse();
    }

    /**
     * Two nodes that begin to read at different times find the same repeats from one window after the later one's start, as
     * a naive reader of the whole log does; times go back and forth, and the bound is reached.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nodesAgreeWhereverTheyBegan(long seed) {
        Random random = new Random(seed);
        int compared = 0;
        for (int round = 0; round < 500; round++) {
            List<Update> log = randomLog(random);
            long from = log.get(random.nextInt(log.size())).timestamp();
            Set<Long> all = repeatsFrom(log, Long.MIN_VALUE);
            Set<Long> late = repeatsFrom(log, from);
            long proven = firstNotBefore(log, from + WINDOW);
            assertThat(late.stream().filter(offset -> offset >= proven))
                    .containsExactlyElementsOf(
                            all.stream().filter(offset -> offset >= proven).toList());
            assertThat(all).isEqualTo(naive(log));
            compared += (int) all.stream().filter(offset -> offset >= proven).count();
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static List<Update> randomLog(Random random) {
        List<Update> log = new ArrayList<>();
        long time = random.nextInt(50) - 20;
        int keys = 1 + random.nextInt(9);
        for (long offset = 0; offset < 60; offset++) {
            time += random.nextInt(40) - 8;
            long timestamp = random.nextInt(30) == 0 ? time + 150 : time;
            String topic = "t" + random.nextInt(2);
            log.add(
                    random.nextInt(3) == 0
                            ? update(SCORES, offset, topic, timestamp)
                            : keyed(SCORES, offset, topic, "k" + random.nextInt(keys), timestamp));
        }
        return log;
    }

    private Set<Long> repeatsFrom(List<Update> log, long time) {
        Repeats node = repeats();
        Set<Long> offsets = new TreeSet<>();
        for (Update update : log.subList((int) firstNotBefore(log, time), log.size())) {
            Original original = node.take(update);
            if (original != null && !original.position().equals(update.position())) {
                offsets.add(update.position().offset());
            }
        }
        return offsets;
    }

    /** As the log tells it. */
    private static long firstNotBefore(List<Update> log, long time) {
        return log.stream()
                .filter(update -> update.timestamp() >= time)
                .findFirst()
                .map(update -> update.position().offset())
                .orElse((long) log.size());
    }

    /** The rule, word for word. */
    private static Set<Long> naive(List<Update> log) {
        Set<Long> offsets = new TreeSet<>();
        for (int i = 0; i < log.size(); i++) {
            Update update = log.get(i);
            int keysBetween = 0;
            for (int j = i - 1; j >= 0 && keysBetween < MAX_KEYS; j--) {
                Update earlier = log.get(j);
                if (earlier.idempotencyKey() != null) {
                    keysBetween++;
                    if (earlier.topic().equals(update.topic())
                            && earlier.idempotencyKey().equals(update.idempotencyKey())
                            && time(log, i) - time(log, j) <= WINDOW) {
                        offsets.add(update.position().offset());
                    }
                }
            }
        }
        return offsets;
    }

    private static long time(List<Update> log, int index) {
        return log.subList(0, index + 1).stream().mapToLong(Update::timestamp).max().stream()
                .map(time -> Math.max(0, time))
                .findFirst()
                .orElseThrow();
    }

    private long offset(Update update) {
        return Objects.requireNonNull(repeats.take(update)).position().offset();
    }

    private Repeats repeats() {
        return new Repeats(WINDOW, MAX_KEYS, metrics);
    }
}
