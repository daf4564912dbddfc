package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidings.topic.Flow;
import io.tidings.topic.Update;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From an update that the replica has applied to the flush of every subscriber's way out; nothing is sent. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {

    @Param({"1", "1000"})
    public int subscribers;

    private final Bench bench = new Bench(Bench.properties(1_000, 1_000));

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final Update update = Updates.update("scores.x", 7, "x".repeat(256));

    @Setup
    public void join() {
        for (int i = 0; i < subscribers; i++) {
            bench.fanout.subscribe(
                    channel.eventLoop(),
                    new Nowhere(),
                    Bench.request("scores.x", Past.SNAPSHOT, Flow.EVERY_UPDATE),
                    live -> {},
                    () -> {});
            bench.replica.answerAll();
            channel.runPendingTasks();
        }
    }

    @Benchmark
    public void dispatch() {
        bench.fanout.updated(update);
        bench.fanout.flushed();
        channel.runPendingTasks();
    }

    /** Forgets what it is given. */
    private static final class Nowhere extends Outbox {

        @Override
        public StompVersion version() {
            return StompVersion.V1_2;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void write(ByteBuf frames) {
            frames.release();
        }

        @Override
        public void share(ByteBuf frames) {}

        @Override
        public void writeOwed(ByteBuf frames) {
            frames.release();
        }

        @Override
        public void flush() {}

        @Override
        public boolean isBehind() {
            return false;
        }

        @Override
        public void giveUp(Cause cause, String reason) {
            throw new IllegalStateException(reason);
        }
    }
}
