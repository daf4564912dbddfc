package io.tidings.fanout;

import io.netty.buffer.PooledByteBufAllocator;
import io.tidings.topic.Flow;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encoding a run of updates with bodies of 256 bytes, in new lists each time, as a lane does once for each drain. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {

    @Param({"1", "32"})
    public int updates;

    private final FrameEncoder encoder = new FrameEncoder(PooledByteBufAllocator.DEFAULT);

    private final Group group = new Group(
            new Interest(new TopicPattern("scores.#"), new LaneIndex()),
            new Group.Key("s", new FrameForm(null, StompVersion.V1_2, false), Deflation.NONE, Flow.EVERY_UPDATE),
            null);

    private List<Update> one;

    private List<Update> other;

    @Setup
    public void fill() {
        one = run(0);
        other = run(updates);
    }

    @Benchmark
    public boolean encode() {
        List<Update> run = one;
        one = other;
        other = run;
        return encoder.encode(group, run).release();
    }

    private List<Update> run(long from) {
        return LongStream.range(from, from + updates)
                .mapToObj(offset -> Updates.update("scores.nba.lal-bos", offset, "x".repeat(256)))
                .toList();
    }
}
