package io.tidings;

import io.tidings.topic.AccessAction;
import io.tidings.topic.AccessRule;
import io.tidings.topic.Flow;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.TopicRule;
import io.tidings.topic.TopicTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The settings of one namespace; what is left out is as {@link Policy#DEFAULT} and {@link Access#DEFAULT} say, but that an
 * ephemeral namespace keeps nothing, and that what rules for topics let some do is closed to others.
 *
 * @param kafkaTopic the Kafka topic that feeds it; the namespace's name by default
 * @param topicFrom which part of a record names the topic
 * @param durable whether updates are kept in the log
 * @param retain whether a new subscriber gets each topic's last value first
 * @param history how much of each topic's past is kept
 * @param maxTopics the most topics
 * @param maxBody the longest body
 * @param conflate whether only the newest update of each topic is kept for a client that is behind
 * @param maxRate the most updates a second that a subscription is sent of each topic; 0 for no limit
 * @param subscribe who may subscribe
 * @param publish who may publish, beside the admin API
 * @param readHistory who may be sent more of the past than last values, of those who may subscribe
 * @param rules what goes before those three for some of its topics
 */
record NamespaceProperties(
        @Nullable String kafkaTopic,
        @Nullable TopicFrom topicFrom,
        @Nullable Boolean durable,
        @Nullable Boolean retain,
        @Nullable History history,
        @Nullable Integer maxTopics,
        @Nullable DataSize maxBody,
        @Nullable Boolean conflate,
        @Nullable Integer maxRate,
        @Nullable AccessRule subscribe,
        @Nullable AccessRule publish,
        @Nullable AccessRule readHistory,
        @Nullable List<Rule> rules) {

    /** A namespace of which nothing is said. */
    static final NamespaceProperties DEFAULT =
            new NamespaceProperties(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /**
     * How much of a topic's past is kept.
     *
     * @param size the most updates of a topic
     * @param window the oldest an update may get
     */
    record History(@Nullable Integer size, @Nullable Duration window) {

        static final History DEFAULT = new History(null, null);
    }

    /**
     * Who may do what with some of a namespace's topics.
     *
     * @param topics the topics
     * @param subscribe who may subscribe
     * @param publish who may publish
     * @param readHistory who may be sent the past
     */
    record Rule(
            @Nullable TopicTemplate topics,
            @Nullable AccessRule subscribe,
            @Nullable AccessRule publish,
            @Nullable AccessRule readHistory) {

        private TopicRule toTopicRule() {
            if (topics == null) {
                throw new IllegalArgumentException("topics: not set (expected: the topics that the rule is about)");
            }
            return new TopicRule(topics, subscribe, publish, readHistory);
        }
    }

    boolean isDurable() {
        return Objects.requireNonNullElse(durable, Policy.DEFAULT.durable());
    }

    /** Whether its rules fit a namespace of whichever name. */
    boolean isOfAnyName() {
        return topicRules().stream().allMatch(rule -> rule.topics().isOfAnyNamespace());
    }

    /**
     * The namespace of a name with these settings.
     *
     * @throws IllegalArgumentException if the name is malformed, or a setting is out of its range or contradicts another
     */
    Namespace toNamespace(String name) {
        if (!isDurable() && (kafkaTopic != null || topicFrom != null)) {
            throw new IllegalArgumentException(
                    "durable: false with kafka-topic or topic-from (expected: neither, for no Kafka topic feeds it)");
        }
        return new Namespace(
                name,
                Objects.requireNonNullElse(kafkaTopic, name),
                Objects.requireNonNullElse(topicFrom, TopicFrom.KEY),
                policy(),
                access());
    }

    private Policy policy() {
        return new Policy(
                isDurable(),
                Objects.requireNonNullElse(retain, isDurable()),
                policyHistory(),
                Objects.requireNonNullElse(maxTopics, Policy.DEFAULT.maxTopics()),
                maxBody == null ? Policy.DEFAULT.maxBodyBytes() : bytes(maxBody),
                policyFlow());
    }

    private Flow policyFlow() {
        Flow otherwise = Policy.DEFAULT.flow();
        return new Flow(
                Objects.requireNonNullElse(conflate, otherwise.conflates()),
                Objects.requireNonNullElse(maxRate, otherwise.maxRate()));
    }

    private Policy.History policyHistory() {
        History set = Objects.requireNonNullElse(history, History.DEFAULT);
        Policy.History otherwise = Policy.DEFAULT.history();
        return new Policy.History(
                Objects.requireNonNullElse(set.size, isDurable() ? otherwise.size() : 0),
                Objects.requireNonNullElse(set.window, otherwise.window()));
    }

    private Access access() {
        List<TopicRule> topicRules = topicRules();
        return new Access(
                otherwise(AccessAction.SUBSCRIBE, subscribe, topicRules),
                otherwise(AccessAction.PUBLISH, publish, topicRules),
                otherwise(AccessAction.READ_HISTORY, readHistory, topicRules),
                topicRules);
    }

    private List<TopicRule> topicRules() {
        List<TopicRule> topicRules = new ArrayList<>();
        for (Rule rule : Objects.requireNonNullElse(rules, List.<Rule>of())) {
            try {
                topicRules.add(rule.toTopicRule());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("rules[" + topicRules.size() + "]." + e.getMessage(), e);
            }
        }
        return topicRules;
    }

    /** Where rules name who may, all others may not, unless it is said that they may. */
    private static AccessRule otherwise(AccessAction action, @Nullable AccessRule said, List<TopicRule> topicRules) {
        boolean ruled = topicRules.stream().anyMatch(rule -> rule.of(action) != null);
        return Objects.requireNonNullElse(said, ruled ? AccessRule.NOBODY : Access.DEFAULT.of(action));
    }

    private static int bytes(DataSize maxBody) {
        if (maxBody.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("max-body: " + maxBody + " (expected: <= " + Integer.MAX_VALUE + "B)");
        }
        return (int) maxBody.toBytes();
    }
}
