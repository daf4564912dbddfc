package io.tidings.relay;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Batches for tests. */
final class Batches {

    static final LogId LOG = new LogId("scores", 3, "9f2c01ab");

    private static final List<String> TEXTS =
            List.of("", "a", "text/plain", "gr\u00fc\u00dfe \u20ac \ud83d\ude00", "x".repeat(300));

    private Batches() {}

    /** A batch of one update, which is at this offset and says so. */
    static Batch single(long offset) {
        return new Batch(LOG, offset, offset + 1, List.of(update(LOG, offset, text("update " + offset))));
    }

    /** A batch of one update with this body. */
    static Batch of(long offset, byte[] body) {
        return new Batch(LOG, offset, offset + 1, List.of(update(LOG, offset, body)));
    }

    static Update update(Source source, long offset, byte[] body) {
        Topic topic = new Topic(source.namespace() + ".nba.lal-bos");
        return new Update(
                topic, new Position(source, offset), 1_700_000_000_000L + offset, "text/plain", Map.of(), body);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A batch of everything that there can be: sources, holes, tombstones, headers, texts, numbers at their ends. */
    static Batch random(Random random) {
        String namespace = random.nextBoolean() ? "scores" : "t";
        Source source = random.nextBoolean()
                ? new LogId(namespace, random.nextInt(100), LogId.epoch(random.nextInt()))
                : new NodeId(namespace, "node-" + random.nextInt(10));
        long from = random.nextBoolean() ? random.nextInt(1000) : random.nextLong() >>> 2;
        List<Update> updates = new ArrayList<>();
        long next = from;
        for (int i = random.nextInt(20); i > 0; i--) {
            next += random.nextInt(3) == 0 ? random.nextInt(1000) : 0;
            updates.add(randomUpdate(random, new Position(source, next++)));
        }
        return new Batch(source, from, next + random.nextInt(3), updates);
    }

    private static Update randomUpdate(Random random, Position position) {
        String namespace = position.source().namespace();
        String key = List.of("", ".a", ".nba.lal-bos", ".%2F.~@b", "." + "k".repeat(200))
                .get(random.nextInt(5));
        long timestamp = random.nextInt(4) == 0 ? random.nextLong() : 1_700_000_000_000L + random.nextInt();
        String contentType = random.nextInt(3) == 0 ? null : TEXTS.get(random.nextInt(TEXTS.size()));
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(8) - 4; i > 0; i--) {
            headers.put("header-" + random.nextInt(100), TEXTS.get(random.nextInt(TEXTS.size())));
        }
        byte[] body = random.nextInt(4) == 0 ? null : new byte[random.nextInt(random.nextInt(20) == 0 ? 100_000 : 50)];
        if (body != null) {
            random.nextBytes(body);
        }
        return new Update(new Topic(namespace + key), position, timestamp, contentType, headers, body);
    }
}
