package io.tidings.replica;

import io.tidings.topic.Batch;
import io.tidings.topic.IdempotencyHeader;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeId;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.springframework.util.unit.DataSize;

/** Updates, batches, namespaces and settings as the tests want them. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static final Duration WINDOW = Duration.ofMinutes(5);

    static final Duration IDEMPOTENCY_WINDOW = Duration.ofMinutes(2);

    static final LogId SCORES = log("scores", 0);

    static final LogId SCORES_1 = log("scores", 1);

    static final LogId NEWS = log("news", 0);

    static final NodeId NODE = new NodeId("cursors", "node-1");

    static final int MAX_RECOVERY = 50;

    private Samples() {}

    static LogId log(String namespace, int partition) {
        return new LogId(namespace, partition, "0000000a");
    }

    static Policy policy(boolean retain, int historySize, int maxTopics) {
        return new Policy(true, retain, new Policy.History(historySize, WINDOW), maxTopics, 1024);
    }

    static Namespace durable(String name) {
        return namespace(name, policy(true, 10, 100));
    }

    static Namespace ephemeral(String name) {
        return namespace(name, new Policy(false, false, new Policy.History(0, Duration.ZERO), 100, 1024));
    }

    static Namespace namespace(String name, Policy policy) {
        return Namespace.of(name, policy, Namespace.Access.DEFAULT);
    }

    static Namespaces namespaces(Namespace... namespaces) {
        return new Namespaces(List.of(namespaces), null);
    }

    /** On the topic {@code t0}, one of five: which one is told by the offset. */
    static Update update(Source source, long offset) {
        return update(source, offset, "t" + offset % 5);
    }

    static Update update(Source source, long offset, String key) {
        return update(source, offset, key, NOW.toEpochMilli());
    }

    static Update update(Source source, long offset, String key, long timestamp) {
        byte[] body = (source + "@" + offset).getBytes(StandardCharsets.UTF_8);
        return new Update(
                Topic.of(source.namespace(), key),
                new Position(source, offset),
                timestamp,
                "text/plain",
                Map.of(),
                body);
    }

    static Update keyed(Source source, long offset, String key, String idempotencyKey) {
        return keyed(source, offset, key, idempotencyKey, NOW.toEpochMilli());
    }

    static Update keyed(Source source, long offset, String key, String idempotencyKey, long timestamp) {
        Update update = update(source, offset, key, timestamp);
        return new Update(
                update.topic(),
                update.position(),
                timestamp,
                update.contentType(),
                Map.of(IdempotencyHeader.NAME, idempotencyKey),
                update.body());
    }

    static Update tombstone(Source source, long offset, String key) {
        return new Update(
                Topic.of(source.namespace(), key),
                new Position(source, offset),
                NOW.toEpochMilli(),
                null,
                Map.of(),
                null);
    }

    /** A batch with an update at each offset of its range. */
    static Batch batch(Source source, long from, long to) {
        return new Batch(
                source,
                from,
                to,
                LongStream.range(from, to)
                        .mapToObj(offset -> update(source, offset))
                        .toList());
    }

    static Batch batch(Source source, long from, long to, Update... updates) {
        return new Batch(source, from, to, List.of(updates));
    }

    static List<String> positions(List<Update> updates) {
        return updates.stream().map(update -> update.position().toString()).toList();
    }

    /** The positions of a log's offsets from {@code from} up to {@code to}, which is not among them. */
    static List<String> positions(Source source, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> source + "@" + offset)
                .toList();
    }

    /** The same without one of them. */
    static List<String> positions(Source source, long from, long to, long without) {
        return LongStream.range(from, to)
                .filter(offset -> offset != without)
                .mapToObj(offset -> source + "@" + offset)
                .toList();
    }

    static ReplicaProperties properties() {
        return properties(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1));
    }

    static ReplicaProperties properties(DataSize relaySize, DataSize heldSize) {
        return properties(relaySize, heldSize, 16 * 1024 * 1024);
    }

    static ReplicaProperties properties(DataSize relaySize, DataSize heldSize, long maxBytes) {
        return new ReplicaProperties(
                Duration.ofMillis(200),
                Duration.ofMillis(800),
                Duration.ofSeconds(2),
                MAX_RECOVERY,
                100,
                3,
                new ReplicaProperties.Inbox(relaySize, DataSize.ofMegabytes(1), 4),
                heldSize,
                new ReplicaProperties.Idempotency(IDEMPOTENCY_WINDOW, 1_000),
                DataSize.ofBytes(maxBytes));
    }
}
