package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches of ranges that cannot be: the replica goes on to follow its log, and keeps no more than it may. */
class BatchesFuzzTests {

    private static final long[] OFFSETS = {0, 1, 2, 3, 5, 100, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE - 1};

    private static final List<Source> SOURCES = List.of(
            SCORES,
            SCORES,
            new LogId("scores", 7, "0000000a"),
            new LogId("scores", 0, "ffffffff"),
            new LogId("none", 0, "0000000a"),
            new LogId("cursors", 0, "0000000a"),
            new NodeId("scores", "node-1"),
            new NodeId("cursors", "node-1"),
            new NodeId("none", "node-1"));

    @Test
    void followsItsLogAfterAnyBatchThatIsNoneOfIt() {
        Fuzz.of("batches", 600).run(seed -> seeds(new Randomly(seed)), BatchesFuzzTests::check);
    }

    private static List<byte[]> seeds(Randomly random) {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 1 + random.below(30); i > 0; i--) {
            seeds.add(random.bytes(Long.BYTES));
        }
        return seeds;
    }

    private static void check(List<byte[]> seeds) {
        Bench bench = Bench.following().join();
        bench.publish(batch(SCORES, 0, 3));
        for (byte[] seed : seeds) {
            bench.relay(random(new Random(
                    seed.length < Long.BYTES
                            ? seed.length
                            : ByteBuffer.wrap(seed).getLong())));
        }
        bench.publish(batch(SCORES, 3, 6));
        bench.ticks(40);
        assertThat(bench.listener.positions().stream().filter(position -> position.startsWith(SCORES.toString())))
                .isEqualTo(Samples.positions(SCORES, 0, 6));
    }

    /** Of this log only what is beyond its head: within it the broker is believed. */
    private static Batch random(Random seeded) {
        Randomly random = new Randomly(seeded);
        Source source = random.one(SOURCES);
        long lowest = source.equals(SCORES) ? 100 : 0;
        long from = Math.max(lowest, OFFSETS[random.below(OFFSETS.length)] + random.below(2));
        long to = Math.max(from, OFFSETS[random.below(OFFSETS.length)]);
        List<Update> updates = new ArrayList<>();
        for (long offset = from; offset < to && updates.size() < 5 && !random.oneIn(3); offset++) {
            updates.add(new Update(
                    new Topic(source.namespace() + ".t" + random.below(500)),
                    new Position(source, offset),
                    random.one(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE),
                    null,
                    Map.of(),
                    random.oneIn(3) ? null : random.bytes(random.length(5_000))));
        }
        return new Batch(source, from, to, updates);
    }
}
