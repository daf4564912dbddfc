package io.tidings.fanout;

import static io.tidings.fanout.RecordingOutbox.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Flow;
import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.util.unit.DataSize;

/**
 * Whatever happens in whatever order: a subscription that conflates, or has a rate, is never sent an update that is older
 * than one before, or twice, or from before it joined, or too early; and of each topic it gets the last.
 */
class FlowModelTests {

    private static final int SEEDS = 12;

    private static final int STEPS = 2_500;

    private static final double TOLERANCE = 0.9;

    private static final String[] TOPICS = {"scores.a", "scores.b", "scores.a.c", "scores.d"};

    private static final String[] PATTERNS = {"scores.#", "scores.a", "scores.*", "scores.a.#"};

    private static final Flow[] FLOWS = {new Flow(true, 0), new Flow(true, 1), new Flow(true, 3), new Flow(true, 20)};

    private final List<RecordingClient> clients = new ArrayList<>();

    private Random random;

    private Bench bench;

    @Test
    void everyClientGetsTheLastValueAndNeverGoesBack() {
        double gaps = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            begin(seed);
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            settle();

            assertThat(clients).as("seed " + seed).hasSizeGreaterThan(30).allSatisfy(this::isTrue);
            assertThat(bench.count("tidings.fanout.behind")).isPositive();
            assertThat(bench.count("tidings.fanout.conflated")).isPositive();
            assertThat(bench.count("tidings.fanout.replays")).isZero();
            gaps += bench.count("tidings.fanout.gaps", "reason", "reset");
        }
        assertThat(gaps).isPositive();
    }

    private void begin(long seed) {
        random = new Random(seed);
        clients.clear();
        bench = new Bench(new FanoutProperties(
                8, DataSize.ofMegabytes(1), 1_000_000, 100, 100, 100_000, Duration.ofHours(1), 3, Duration.ofHours(1)));
        publishAll();
    }

    private void step(int dice) {
        if (dice < 45) {
            bench.replica.publish(TOPICS[random.nextInt(TOPICS.length)], random.nextInt(10) == 0 ? 3 : 0);
        } else if (dice < 50) {
            bench.fanout.flushed();
        } else if (dice < 60) {
            bench.run();
        } else if (dice < 78) {
            bench.pass(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 2_000 : 60)));
        } else if (dice < 82) {
            Past past = new Past(random.nextInt(3) > 0, 0, random.nextInt(4) == 0 ? bench.replica.cursor() : null);
            clients.add(bench.subscribe(
                    PATTERNS[random.nextInt(PATTERNS.length)], past, FLOWS[random.nextInt(FLOWS.length)]));
        } else if (dice < 84 && !clients.isEmpty()) {
            bench.unsubscribe(clients.remove(random.nextInt(clients.size())));
        } else if (dice < 91 && !clients.isEmpty()) {
            clients.get(random.nextInt(clients.size())).writable(random.nextBoolean());
        } else if (dice < 99) {
            answer();
        } else if (random.nextInt(6) == 0) {
            bench.replica.reset();
            publishAll();
        }
    }

    private void answer() {
        if (bench.replica.waiting() > 0) {
            bench.replica.answer(random.nextInt(bench.replica.waiting()));
        }
    }

    private void publishAll() {
        for (String topic : TOPICS) {
            bench.replica.publish(topic);
        }
    }

    private void settle() {
        for (int round = 0; round < 120; round++) {
            clients.forEach(client -> client.writable(true));
            bench.replica.answerAll();
            bench.pass(Duration.ofMillis(50));
        }
    }

    private void isTrue(RecordingClient client) {
        assertThat(client.live()).as("receipt").isNotNull();
        assertThat(client.live().gap())
                .isEqualTo(client.request().past().since() != null
                        || header(client.outbox().frames().stream().findFirst().orElse(null), "gap") != null);
        Seen seen = new Seen(client.request().flow().intervalNanos());
        List<Message<byte[]>> frames = client.outbox().frames();
        for (int i = 0; i < frames.size(); i++) {
            String id = header(frames.get(i), "message-id");
            if (id.contains("@")) {
                seen.take(
                        frames.get(i),
                        Position.parse(id),
                        client.outbox().times().get(i));
            }
        }
        assertThat(seen.wrongs)
                .as(() -> client.request() + ": " + client.story())
                .isEmpty();
        hasTheLastOfEach(client, seen);
    }

    private void hasTheLastOfEach(RecordingClient client, Seen seen) {
        for (Update last : bench.replica.lastValues(client.request().query())) {
            LogId log = (LogId) last.position().source();
            boolean isNews = last.position().offset()
                    > client.live().position().offset(log).orElse(-1);
            boolean sameLog = client.live().position().offset(log).isPresent();
            if (client.request().past().snapshot() || (isNews && sameLog)) {
                assertThat(seen.last.get(last.topic().destination()))
                        .as(() -> client.request() + ": " + client.story())
                        .isEqualTo(last.position());
            }
            if (sameLog && !isNews && !client.request().past().snapshot()) {
                assertThat(seen.last).doesNotContainKey(last.topic().destination());
            }
        }
    }

    /** What a client was sent so far. */
    private static final class Seen {

        private final long intervalNanos;

        private final Map<String, Position> last = new HashMap<>();

        private final Map<String, Long> lastNanos = new HashMap<>();

        private final List<String> wrongs = new ArrayList<>();

        Seen(long intervalNanos) {
            this.intervalNanos = intervalNanos;
        }

        private void take(Message<byte[]> frame, Position position, long nanos) {
            String topic = header(frame, "destination");
            Position before = last.put(topic, position);
            if (before != null && before.source().equals(position.source()) && before.offset() >= position.offset()) {
                wrongs.add(position + " after " + before);
            }
            if (header(frame, "snapshot") == null) {
                Long beforeNanos = lastNanos.put(topic, nanos);
                if (beforeNanos != null && nanos - beforeNanos < TOLERANCE * intervalNanos) {
                    wrongs.add(position + " after " + (nanos - beforeNanos) / 1_000_000 + " ms");
                }
            }
        }
    }
}
