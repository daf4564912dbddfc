package io.tidings.replica;

import static io.tidings.replica.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.LogId;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.lang.ref.Reference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a replica's topics are said to take is what they take on the heap: the bound on their size, and the formula in the
 * documentation, rest on it. Tolerant, for a collector measures roughly; shapes of tens of megabytes drown the noise.
 */
class FootprintTests {

    @ParameterizedTest(name = "{0} topics, {1} of history, {2} bytes of body, {3} headers, {4} logs")
    @CsvSource({
        "60000,   1,  100, 0, 1",
        " 2000,  50,  200, 0, 1",
        " 1500,  10, 2000, 0, 1",
        "  500,  50,  100, 3, 1",
        "60000,   0,  100, 0, 1",
        " 8000,   8,  100, 0, 4",
    })
    void isWhatTheTopicsTakeOnTheHeap(int topics, int history, int body, int headers, int logs) {
        TopicStore store = store(policy(true, history, topics));
        long before = usedHeap();
        fill(store, topics, Math.max(1, history), body, headers, logs);
        long taken = usedHeap() - before;
        Reference.reachabilityFence(store);

        assertThat(store.size()).isEqualTo(topics);
        System.out.println(
                topics + " " + history + " " + store.bytes() + " " + taken + " " + (double) store.bytes() / taken);
        assertThat((double) store.bytes() / taken).isBetween(0.9, 1.6);
    }

    private static void fill(TopicStore store, int topics, int rounds, int body, int headers, int logs) {
        for (int round = 0; round < rounds; round++) {
            LogId log = Samples.log("scores", round % logs);
            for (int i = 0; i < topics; i++) {
                long offset = (long) round * topics + i;
                // As the log hands it over: nothing is shared with another update.
                store.put(new Update(
                        new Topic("scores.nba.game-" + i),
                        new Position(log, offset),
                        Samples.NOW.toEpochMilli(),
                        new String("application/json".toCharArray()),
                        headers(headers),
                        new byte[body]));
            }
        }
    }

    private static Map<String, String> headers(int count) {
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            headers.put("header-name-" + i, "value-of-header-" + i);
        }
        return Collections.unmodifiableMap(headers);
    }

    private static TopicStore store(Policy policy) {
        return new TopicStore(policy, new SettableClock(), new ReplicaMetrics(new SimpleMeterRegistry()));
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
