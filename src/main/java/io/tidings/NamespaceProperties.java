package io.tidings;

import io.tidings.topic.AccessRule;
import io.tidings.topic.Flow;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespace.Access;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicFrom;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The settings of one namespace; what is left out is as {@link Policy#DEFAULT} and {@link Access#DEFAULT} say, but for an
 * ephemeral namespace, which keeps nothing.
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
        @Nullable AccessRule publish) {

    /** A namespace of which nothing is said. */
    static final NamespaceProperties DEFAULT =
            new NamespaceProperties(null, null, null, null, null, null, null, null, null, null, null);

    /**
     * How much of a topic's past is kept.
     *
     * @param size the most updates of a topic
     * @param window the oldest an update may get
     */
    record History(@Nullable Integer size, @Nullable Duration window) {

        static final History DEFAULT = new History(null, null);
    }

    boolean isDurable() {
        return Objects.requireNonNullElse(durable, Policy.DEFAULT.durable());
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
        return new Access(
                Objects.requireNonNullElse(subscribe, Access.DEFAULT.subscribe()),
                Objects.requireNonNullElse(publish, Access.DEFAULT.publish()));
    }

    private static int bytes(DataSize maxBody) {
        if (maxBody.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("max-body: " + maxBody + " (expected: <= " + Integer.MAX_VALUE + "B)");
        }
        return (int) maxBody.toBytes();
    }
}
