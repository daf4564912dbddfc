package io.tidings.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The cluster's meters, {@code tidings.cluster.*}. Any thread may call. */
final class ClusterMetrics {

    private static final String PREFIX = "tidings.cluster.";

    private final MeterRegistry registry;

    ClusterMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how many other nodes are in each state. */
    void nodes(ToIntFunction<Node.State> count) {
        for (Node.State state : Node.State.values()) {
            Gauge.builder(PREFIX + "nodes", () -> count.applyAsInt(state))
                    .description("Other nodes, as far as they are known")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void sent(String type) {
        Counter.builder(PREFIX + "sent")
                .description("Messages sent to other nodes")
                .tag("type", type)
                .register(registry)
                .increment();
    }

    void received(String type) {
        Counter.builder(PREFIX + "received")
                .description("Messages received from other nodes")
                .tag("type", type)
                .register(registry)
                .increment();
    }

    /** A message was not sent, or not taken. */
    void dropped(String reason) {
        Counter.builder(PREFIX + "dropped")
                .description("Messages between nodes that were not sent, or not taken")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** A question has had its answers, or its time. */
    void asked(Answers answers, long nanos) {
        questions(answers.missing().isEmpty() ? "complete" : "incomplete").record(Duration.ofNanos(nanos));
        answers.missing()
                .forEach(missing -> Counter.builder(PREFIX + "missing.answers")
                        .description("Nodes that did not answer a question")
                        .tag(
                                "reason",
                                missing.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .register(registry)
                        .increment());
    }

    /** A question was not asked, for too many were under way. */
    void refused() {
        questions("refused").record(Duration.ZERO);
    }

    private Timer questions(String outcome) {
        return Timer.builder(PREFIX + "questions")
                .description("Questions to nodes")
                .tag("outcome", outcome)
                .register(registry);
    }
}
