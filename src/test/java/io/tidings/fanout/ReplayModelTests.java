package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Cursor;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/**
 * Whatever happens in whatever order: a client that follows the documentation ends up with what the replica has, and since
 * it was last told of a gap has been sent every update once, in order.
 */
class ReplayModelTests {

    private static final int SEEDS = 8;

    private static final int STEPS = 3_000;

    private static final String[] TOPICS = {"scores.a", "scores.b", "scores.a.c", "scores.d"};

    private static final String[] PATTERNS = {"scores.#", "scores.a", "scores.*", "scores.a.#", "scores.d"};

    private final List<RecordingClient> clients = new ArrayList<>();

    private final List<Cursor> cursors = new ArrayList<>();

    private Random random;

    private Bench bench;

    @Test
    void everyClientKnowsAllThatThereIsAndWasToldOfEveryGap() {
        double behind = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            begin(seed);
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            settle();

            assertThat(clients).as("seed " + seed).allSatisfy(this::knowsAllThatThereIs);
            assertThat(clients).hasSizeGreaterThan(50);
            assertThat(bench.count("tidings.fanout.rounds")).isPositive();
            assertThat(bench.count("tidings.fanout.replays")).isZero();
            behind += bench.count("tidings.fanout.gaps", "reason", "behind");
        }
        assertThat(behind).isPositive();
    }

    private void begin(long seed) {
        random = new Random(seed);
        clients.clear();
        cursors.clear();
        bench = new Bench(new FanoutProperties(
                8, DataSize.ofMegabytes(1), 1_000_000, 12, 100, 1_000, Duration.ofHours(1), 3, Duration.ofHours(1)));
        publishAll();
    }

    private void step(int dice) {
        if (dice < 55) {
            bench.replica.publish(TOPICS[random.nextInt(TOPICS.length)], random.nextInt(10) == 0 ? 3 : 0);
        } else if (dice < 60) {
            bench.fanout.flushed();
        } else if (dice < 72) {
            bench.run();
        } else if (dice < 75) {
            bench.pass(Duration.ofMillis(random.nextInt(50)));
        } else if (dice < 80) {
            subscribe();
        } else if (dice < 82 && !clients.isEmpty()) {
            bench.unsubscribe(clients.remove(random.nextInt(clients.size())));
        } else if (dice < 88 && !clients.isEmpty()) {
            clients.get(random.nextInt(clients.size())).writable(random.nextInt(3) == 0);
        } else if (dice < 96) {
            answer();
        } else if (dice < 98) {
            cursors.add(bench.replica.cursor());
        } else if (random.nextBoolean()) {
            bench.replica.forgetHistory();
        } else if (random.nextInt(6) == 0) {
            bench.replica.reset();
            publishAll();
        }
    }

    private void subscribe() {
        String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
        Cursor since = cursors.isEmpty() || random.nextBoolean() ? null : cursors.get(random.nextInt(cursors.size()));
        clients.add(bench.subscribe(pattern, new Past(since == null || random.nextInt(4) > 0, 0, since)));
    }

    private void answer() {
        int waiting = bench.replica.waiting();
        if (waiting > 0 && random.nextInt(8) > 0) {
            bench.replica.answer(random.nextInt(waiting));
        } else if (waiting > 0) {
            bench.replica.refuse(random.nextInt(waiting));
        }
    }

    private void publishAll() {
        for (String topic : TOPICS) {
            bench.replica.publish(topic);
        }
    }

    private void settle() {
        for (int round = 0; round < 200; round++) {
            clients.forEach(client -> client.writable(true));
            bench.replica.answerAll();
            bench.pass(Duration.ofMillis(50));
        }
        clients.removeIf(RecordingClient::isRefused);
    }

    private void knowsAllThatThereIs(RecordingClient client) {
        RecordingClient.Knowledge knowledge = client.knowledge();
        Map<String, String> last = new LinkedHashMap<>();
        for (Update update : bench.replica.lastValues(client.request().query())) {
            last.put(update.topic().destination(), update.position().toString());
        }
        assertThat(client.live()).as("receipt").isNotNull();
        assertThat(knowledge.news())
                .as(() -> "since " + knowledge.start() + " of " + client.story())
                .containsExactlyInAnyOrderElementsOf(
                        bench.replica.after(knowledge.start(), client.request().query()).stream()
                                .map(update -> update.position().toString())
                                .toList());
        boolean hasState =
                client.request().past().since() == null || client.live().gap();
        if (hasState && client.request().past().snapshot()) {
            assertThat(knowledge.state()).containsExactlyInAnyOrderEntriesOf(last);
        }
    }
}
