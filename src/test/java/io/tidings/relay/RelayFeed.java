package io.tidings.relay;

import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered updates of the ephemeral namespace {@code bench} to a broker at a steady rate, in batches as another
 * node would, so that a node can be measured that gets them through its relay. Run by hand, by the load client of the
 * environment variables {@code WSLOAD_RATE} (updates a second), {@code WSLOAD_SECS}, {@code WSLOAD_SIZE} (bytes) and
 * {@code WSLOAD_TOPICS}.
 */
final class RelayFeed {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final NodeId SOURCE =
            new NodeId("bench", "feed-" + ProcessHandle.current().pid());

    private final List<Topic> topics = new ArrayList<>();

    private final int size;

    private final AtomicLong failed = new AtomicLong();

    private long next;

    private RelayFeed(int topics, int size) {
        for (int i = 0; i < topics; i++) {
            this.topics.add(new Topic("bench.t" + i));
        }
        this.size = size;
    }

    /** Takes the broker's address, {@code HOST:PORT}. */
    public static void main(String[] args) {
        RelayFeed feed = new RelayFeed(setting("TOPICS"), setting("SIZE"));
        try (Node node = Node.stomp(Properties.of(args[0]).bind()).awaitConnected()) {
            feed.run(node.relay, setting("RATE"), setting("SECS"));
        }
        if (feed.failed.get() > 0) {
            throw new IllegalStateException("batches: " + feed.failed + " not confirmed (expected: 0)");
        }
    }

    private static int setting(String name) {
        return (int) Double.parseDouble(System.getenv("WSLOAD_" + name));
    }

    private void run(Relay relay, int rate, int seconds) {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        for (long now = start; now < end; now = System.nanoTime()) {
            long due = (now - start) / 1000 * rate / 1_000_000;
            if (due > next) {
                publish(relay, (int) (due - next));
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void publish(Relay relay, int count) {
        List<Update> updates = new ArrayList<>(count);
        long from = next;
        for (int i = 0; i < count; i++, next++) {
            updates.add(update(next));
        }
        relay.publish(new Batch(SOURCE, from, next, updates)).whenComplete((done, failure) -> {
            if (failure != null) {
                failed.incrementAndGet();
            }
        });
    }

    private Update update(long number) {
        int topic = (int) (number % topics.size());
        String text = String.format(
                Locale.ROOT,
                "{\"t\":\"%019d\",\"s\":\"%010d\",\"k\":\"%06d\",\"p\":\"",
                System.nanoTime(),
                number / topics.size(),
                topic);
        byte[] body = (text + "x".repeat(size - text.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
        return new Update(
                topics.get(topic),
                new Position(SOURCE, number),
                System.currentTimeMillis(),
                "application/json",
                Map.of(),
                body);
    }
}
