package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidings.topic.AccessRule;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.TopicRule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A namespace as it is configured, in the words of {@code tidings.namespaces.NAME}, with what it takes by default.
 *
 * @param name its name
 * @param configured whether it is named in the configuration; else it came up by the default
 * @param source the Kafka topic that feeds it; absent where nothing is kept
 * @param policy how updates are treated
 * @param access who may do what
 * @param topics how many topics this node knows of it; absent where it has not been read back yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamespaceView(
        String name,
        boolean configured,
        @Nullable Fed source,
        Kept policy,
        Access access,
        @Nullable Integer topics) {

    static NamespaceView of(Namespace namespace, boolean configured, @Nullable Integer topics) {
        return new NamespaceView(
                namespace.name(),
                configured,
                namespace.policy().durable() ? Fed.of(namespace) : null,
                Kept.of(namespace.policy()),
                Access.of(namespace.access()),
                topics);
    }

    /** Where its updates come from. */
    record Fed(
            @JsonProperty("kafka-topic") String kafkaTopic,
            @JsonProperty("topic-from") String topicFrom) {

        private static Fed of(Namespace namespace) {
            TopicFrom from = namespace.topicFrom();
            String part = from.part().name().toLowerCase(Locale.ROOT);
            return new Fed(namespace.kafkaTopic(), from.name().isEmpty() ? part : part + ':' + from.name());
        }
    }

    /** What is kept of its updates, and how much of them is sent. */
    record Kept(
            boolean durable,
            boolean retain,
            History history,
            @JsonProperty("max-topics") int maxTopics,
            @JsonProperty("max-body") String maxBody,
            boolean conflate,
            @JsonProperty("max-rate") int maxRate) {

        private static Kept of(Policy policy) {
            return new Kept(
                    policy.durable(),
                    policy.retain(),
                    new History(policy.history().size(), policy.history().window()),
                    policy.maxTopics(),
                    DataSize.ofBytes(policy.maxBodyBytes()).toString(),
                    policy.flow().conflates(),
                    policy.flow().maxRate());
        }
    }

    /** How much of each topic's past is kept. */
    record History(int size, Duration window) {}

    /** Who may do what; the rules go first, in their order. */
    record Access(
            String subscribe,
            String publish,
            @JsonProperty("read-history") String readHistory,
            List<Rule> rules) {

        private static Access of(Namespace.Access access) {
            return new Access(
                    access.subscribe().toString(),
                    access.publish().toString(),
                    access.readHistory().toString(),
                    access.rules().stream().map(Rule::of).toList());
        }
    }

    /** Who may do what with some topics; what it does not say is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(
            String topics,
            @Nullable String subscribe,
            @Nullable String publish,
            @JsonProperty("read-history") @Nullable String readHistory) {

        private static Rule of(TopicRule rule) {
            return new Rule(
                    rule.topics().toString(), text(rule.subscribe()), text(rule.publish()), text(rule.readHistory()));
        }

        private static @Nullable String text(@Nullable AccessRule rule) {
            return rule == null ? null : rule.toString();
        }
    }
}
