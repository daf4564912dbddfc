package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes and goes, each client can read all that it was sent, and it is what it subscribed to. */
class DeflationModelTests {

    private static final int STEPS = 3_000;

    private static final List<String> TOPICS = List.of("scores.a", "scores.b", "scores.c");

    private final Bench bench = new Bench(Bench.properties(64, 100));

    private final List<Visitor> visitors = new ArrayList<>();

    /** A client, and what it must have been sent. */
    private static final class Visitor {

        final InflatingClient client;

        final Map<String, Subscription> subscriptions = new HashMap<>();

        final Map<String, List<String>> expected = new HashMap<>();

        Visitor(Deflation deflation) {
            client = new InflatingClient(deflation);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyClientReadsWhatItSubscribedTo(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            // Two contexts for three topics; and some clients whose messages must not refer to anything.
            visitors.add(new Visitor(new Deflation(random.nextInt(400), i < 4 ? 2 : 0, Set.of())));
        }
        for (int step = 0; step < STEPS; step++) {
            String topic = TOPICS.get(random.nextInt(TOPICS.size()));
            if (random.nextInt(20) == 0) {
                change(visitors.get(random.nextInt(visitors.size())), topic);
            } else {
                publish(topic, random.nextInt(4) == 0);
            }
        }
        bench.run();

        visitors.forEach(DeflationModelTests::check);
        assertThat(visitors.get(0).client.messages()).anyMatch(message -> message.deflated() && message.bytes() < 40);
    }

    private void change(Visitor visitor, String topic) {
        bench.run();
        Subscription held = visitor.subscriptions.remove(topic);
        if (held != null) {
            bench.fanout.unsubscribe(held);
        } else {
            visitor.subscriptions.put(topic, bench.join(visitor.client, topic));
        }
    }

    private void publish(String topic, boolean draining) {
        String told = InflatingClient.told(bench.replica.publish(topic));
        for (Visitor visitor : visitors) {
            if (visitor.subscriptions.containsKey(topic)) {
                visitor.expected
                        .computeIfAbsent(topic, name -> new ArrayList<>())
                        .add(told);
            }
        }
        if (draining) {
            bench.run();
        }
    }

    private static void check(Visitor visitor) {
        for (String topic : TOPICS) {
            assertThat(visitor.client.updates())
                    .filteredOn(update -> update.startsWith(topic + ' '))
                    .isEqualTo(visitor.expected.getOrDefault(topic, List.of()));
        }
    }
}
