package io.tidings.log;

import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** How a namespace needs its Kafka topic: the settings of one that is made, and what one that stands falls short of. */
final class TopicConfigs {

    /** Kafka takes a lag of up to 292 million years for "never"; times that far away cannot be counted with. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final LogProperties.Topics properties;

    TopicConfigs(LogProperties.Topics properties) {
        this.properties = properties;
    }

    /** The topic that feeds a namespace. */
    NewTopic topic(Namespace namespace) {
        Policy policy = namespace.policy();
        String retention =
                Long.toString(longer(properties.retention(), policy.history().window()));
        String maxMessage = Integer.toString(policy.maxBodyBytes() + KafkaClients.RECORD_OVERHEAD_BYTES);
        return newTopic(namespace.kafkaTopic())
                .configs(
                        policy.retain()
                                ? Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT,
                                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                                        Long.toString(lagOfMade(namespace).toMillis()),
                                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                                        retention,
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        maxMessage)
                                : Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                                        TopicConfig.RETENTION_MS_CONFIG, retention,
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxMessage));
    }

    /** The topic that takes a namespace's dead letters: all that its own takes, and headers that say why. */
    NewTopic deadLetterTopic(Namespace namespace) {
        int maxMessage = namespace.policy().maxBodyBytes() + 2 * KafkaClients.RECORD_OVERHEAD_BYTES;
        return newTopic(namespace.kafkaTopic() + KafkaTopic.DEAD_LETTER_SUFFIX)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(maxMessage)));
    }

    /** How long a topic with these settings keeps every record for certain; null where nothing is compacted. */
    @Nullable
    Duration keepsAllFor(Config config) {
        return isCompacted(config) ? certain(number(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, 0)) : null;
    }

    /** As {@link #keepsAllFor(Config)}, for the topic that is made for a namespace. */
    @Nullable
    Duration keepsAllFor(Namespace namespace) {
        return namespace.policy().retain() ? certain(lagOfMade(namespace).toMillis()) : null;
    }

    /** What to change, as {@code setting=value (is value)}; empty where the topic serves the namespace. */
    static List<String> shortcomings(Config config, Namespace namespace) {
        List<String> changes = new ArrayList<>();
        Policy policy = namespace.policy();
        long window = policy.history().window().toMillis();
        if (policy.retain() && !isCompacted(config)) {
            changes.add(change(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
        if (isCompacted(config) && number(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, 0) < window) {
            changes.add(change(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(window)));
        }
        boolean deletes = text(config, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_DELETE);
        long retention = number(config, TopicConfig.RETENTION_MS_CONFIG, Long.MAX_VALUE);
        if (deletes && retention >= 0 && retention < window) {
            changes.add(change(config, TopicConfig.RETENTION_MS_CONFIG, Long.toString(window)));
        }
        long maxMessage = (long) policy.maxBodyBytes() + 1024;
        if (number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.MAX_VALUE) < maxMessage) {
            changes.add(change(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(maxMessage)));
        }
        return changes;
    }

    private NewTopic newTopic(String name) {
        Optional<Short> replicas = properties.replicationFactor() < 1
                ? Optional.empty()
                : Optional.of((short) properties.replicationFactor());
        return new NewTopic(name, Optional.of(properties.partitions()), replicas);
    }

    private static long longer(Duration retention, Duration window) {
        return Math.max(retention.toMillis(), window.toMillis());
    }

    private Duration lagOfMade(Namespace namespace) {
        return namespace.policy().history().window().plus(properties.compactionReserve());
    }

    private Duration certain(long lagMillis) {
        long certain = Math.max(0, lagMillis - properties.compactionMargin().toMillis());
        return Duration.ofMillis(Math.min(certain, LONGEST.toMillis()));
    }

    private static boolean isCompacted(Config config) {
        return text(config, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private static String change(Config config, String setting, String wanted) {
        return setting + "=" + wanted + " (is " + text(config, setting) + ")";
    }

    private static long number(Config config, String setting, long unknown) {
        String text = text(config, setting);
        return text.isEmpty() ? unknown : Long.parseLong(text);
    }

    private static String text(Config config, String setting) {
        ConfigEntry entry = config.get(setting);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}
