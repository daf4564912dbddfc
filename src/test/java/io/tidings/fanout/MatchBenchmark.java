package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding who wants an update: of a thousand topics, with and without patterns that match. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchBenchmark {

    private static final int TOPICS = 1_000;

    /** How many patterns there are besides; one in ten matches. */
    @Param({"0", "100"})
    public int patterns;

    private final LaneIndex index = new LaneIndex();

    private final Topic[] topics = new Topic[TOPICS];

    private int next;

    @Setup
    public void fill() {
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = new Topic("scores.t" + i);
            index.interest(new TopicPattern("scores.t" + i));
        }
        for (int i = 0; i < patterns; i++) {
            index.interest(new TopicPattern(i % 10 == 0 ? "scores.#" : "scores.x" + i + ".*"));
        }
    }

    @Benchmark
    public List<?> find() {
        next = (next + 1) % TOPICS;
        return index.find(topics[next]);
    }
}
