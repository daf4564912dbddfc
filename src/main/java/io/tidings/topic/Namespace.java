package io.tidings.topic;

import java.util.regex.Pattern;

/**
 * A namespace: a topic's first segment, with its policy and the Kafka topic that feeds it.
 *
 * @param name the first segment of its topics
 * @param kafkaTopic the Kafka topic
 * @param topicFrom which part of a record names the topic
 * @param policy how updates are treated
 * @param access who may subscribe and publish
 */
public record Namespace(String name, String kafkaTopic, TopicFrom topicFrom, Policy policy, Access access) {

    /** As Kafka itself checks a topic's name. */
    private static final Pattern KAFKA_TOPIC = Pattern.compile("(?!\\.\\.?$)[A-Za-z0-9._-]{1,249}");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    public Namespace {
        TopicSyntax.checkNamespace(name);
        if (!KAFKA_TOPIC.matcher(kafkaTopic).matches()) {
            throw new IllegalArgumentException("kafka-topic: '" + TopicSyntax.printable(kafkaTopic)
                    + "' (expected: 1 to 249 ASCII letters, digits, '.', '_' or '-', and neither '.' nor '..')");
        }
        if (topicFrom.part() == TopicFrom.Part.CONSTANT) {
            Topic.of(name, topicFrom.name());
        }
    }

    /** A namespace with everything as it is if nothing is said, fed by the Kafka topic of its name. */
    public static Namespace of(String name, Policy policy, Access access) {
        return new Namespace(name, name, TopicFrom.KEY, policy, access);
    }

    /**
     * Who may do what.
     *
     * @param subscribe who may subscribe
     * @param publish who may publish; the admin API always may
     */
    public record Access(AccessRule subscribe, AccessRule publish) {

        /** Subscribing is open to all, publishing to nobody. */
        public static final Access DEFAULT = new Access(AccessRule.ANYONE, AccessRule.NOBODY);
    }
}
