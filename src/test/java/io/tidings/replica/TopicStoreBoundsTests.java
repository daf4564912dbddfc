package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.WINDOW;
import static io.tidings.replica.Samples.policy;
import static io.tidings.replica.Samples.tombstone;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Policy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What bounds the topics, and how it is counted. */
class TopicStoreBoundsTests {

    private final SettableClock clock = new SettableClock();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final TopicStore store = store(policy(true, 3, 100));

    @Test
    void countsWhatItDropsByReason() {
        TopicStore small = store(policy(true, 2, 2));
        for (int offset = 0; offset < 3; offset++) {
            small.put(update(SCORES, offset, "a"));
        }
        assertThat(evictions("history-size")).isEqualTo(1);

        clock.advance(WINDOW.plusMillis(1));
        small.put(update(SCORES, 3, "a", clock.millis()));
        assertThat(evictions("history-window")).isEqualTo(2);

        clock.advance(WINDOW.plusMillis(1));
        small.sweep();
        assertThat(evictions("history-window")).isEqualTo(3);

        small.put(update(SCORES, 4, "b", clock.millis()));
        small.evict();
        assertThat(evictions("max-size")).isEqualTo(1);
        small.evict();
        assertThat(forgotten("max-size")).isEqualTo(1);

        small.put(tombstone(SCORES, 5, "c"));
        small.put(update(SCORES, 6, "d", clock.millis()));
        assertThat(forgotten("max-topics")).isEqualTo(1);
        small.sweep();
        assertThat(forgotten("cleared")).isEqualTo(1);
        assertThat(small.size()).isEqualTo(1);
    }

    @Test
    void countsItsBytesTheSameWayWhateverHappens() {
        Random random = new Random(11);
        for (Policy policy :
                List.of(policy(true, 3, 20), policy(false, 3, 20), policy(true, 0, 20), policy(false, 0, 20))) {
            TopicStore any = store(policy);
            for (int offset = 0; offset < 3_000; offset++) {
                String key = "k" + random.nextInt(30);
                any.put(
                        random.nextInt(5) == 0
                                ? tombstone(SCORES, offset, key)
                                : update(SCORES, offset, key, clock.millis()));
                clock.advance(WINDOW.dividedBy(40));
                if (random.nextInt(10) == 0) {
                    any.sweep();
                }
                if (random.nextInt(10) == 0) {
                    any.evict();
                }
                assertThat(any.size()).isLessThanOrEqualTo(20);
                assertThat(any.bytes()).isGreaterThanOrEqualTo(any.size());
            }
            while (any.evict()) {
                assertThat(any.bytes()).isGreaterThanOrEqualTo(0);
            }
            assertThat(any.bytes()).isZero();
            assertThat(any.size()).isZero();
        }
    }

    @Test
    void boundsAllNamespacesTogetherAndTakesFromTheLargest() {
        TopicStore other = store(policy(true, 3, 100));
        other.put(update(SCORES, 0, "a"));
        for (int offset = 0; offset < 60; offset++) {
            store.put(update(SCORES, offset, "k" + offset % 20));
        }
        long bound = store.bytes() / 2 + other.bytes();
        ReplicaMemory memory = new ReplicaMemory(bound);
        memory.add(store);
        memory.add(other);
        memory.trim();

        assertThat(memory.bytes()).isLessThanOrEqualTo(bound).isGreaterThan(bound * 9 / 10);
        assertThat(other.newest().historySize()).isEqualTo(1);
    }

    private double evictions(String reason) {
        return meters.counter("tidings.replica.evictions", "reason", reason).count();
    }

    private double forgotten(String reason) {
        return meters.counter("tidings.replica.topics.forgotten", "reason", reason)
                .count();
    }

    private TopicStore store(Policy policy) {
        return new TopicStore(policy, clock, new ReplicaMetrics(meters));
    }
}
