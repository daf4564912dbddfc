package io.tidings.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The cluster's meters, {@code tidings.cluster.*}. Any thread may call. */
final class ClusterMetrics {

    private static final String PREFIX = "tidings.cluster.";

    private final MeterRegistry registry;

    /** Registers all counters, so that they stand at 0. */
    ClusterMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (String type : List.of("gossip", "goodbye", "question", "answer")) {
            messages("sent", type);
            messages("received", type);
        }
        for (NodeMessageException.Reason reason : NodeMessageException.Reason.values()) {
            drops(tag(reason));
        }
        List.of("old", "late", "inbox-full", "max-nodes", "throttled", "unsent").forEach(this::drops);
        List.of("complete", "incomplete", "refused").forEach(this::questions);
        for (Answers.Reason reason : Answers.Reason.values()) {
            missing(reason);
        }
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
        messages("sent", type).increment();
    }

    void received(String type) {
        messages("received", type).increment();
    }

    /** A message was not sent, or not taken. */
    void dropped(String reason) {
        drops(reason).increment();
    }

    /** A message that is none which this version reads. */
    void dropped(NodeMessageException.Reason reason) {
        drops(tag(reason)).increment();
    }

    /** A question has had its answers, or its time. */
    void asked(Answers answers, long nanos) {
        questions(answers.missing().isEmpty() ? "complete" : "incomplete").record(Duration.ofNanos(nanos));
        answers.missing().forEach(missing -> missing(missing.reason()).increment());
    }

    /** A question was not asked, for too many were under way. */
    void refused() {
        questions("refused").record(Duration.ZERO);
    }

    private Counter messages(String way, String type) {
        return Counter.builder(PREFIX + way)
                .description("Messages between nodes that were " + way)
                .tag("type", type)
                .register(registry);
    }

    private Counter drops(String reason) {
        return Counter.builder(PREFIX + "dropped")
                .description("Messages between nodes that were not sent, or not taken")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter missing(Answers.Reason reason) {
        return Counter.builder(PREFIX + "missing.answers")
                .description("Nodes that did not answer a question")
                .tag("reason", tag(reason))
                .register(registry);
    }

    private Timer questions(String outcome) {
        return Timer.builder(PREFIX + "questions")
                .description("Questions to nodes")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
