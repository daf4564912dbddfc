package io.tidings.log;

import io.tidings.topic.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the Kafka topics of namespaces, makes those that are missing, and warns of settings that fall short of what a
 * namespace needs. One thread calls {@link #look}; it blocks, for a bounded time.
 */
final class TopicInspection implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TopicInspection.class);

    private final Supplier<Admin> connect;

    private final TopicConfigs configs;

    private final boolean create;

    private final Duration timeout;

    /** What has been there in this process's life: when such a topic is missing, someone has deleted it, and means it. */
    private final Set<String> everSeen = new HashSet<>();

    private final Map<String, KafkaTopic> inspected = new HashMap<>();

    private final TopicCreation creation;

    private final Set<String> warned = new HashSet<>();

    private volatile @Nullable Admin admin;

    private @Nullable String clusterId;

    /**
     * Connects when first asked to look.
     *
     * @param create whether topics that are missing are made
     * @param timeout the longest that each request may take
     */
    TopicInspection(Supplier<Admin> connect, TopicConfigs configs, boolean create, Duration timeout) {
        this.connect = connect;
        this.configs = configs;
        this.create = create;
        this.timeout = timeout;
        this.creation = new TopicCreation(timeout);
    }

    /**
     * The topics that feed the namespaces, by name, without those that are missing.
     *
     * @throws LogUnavailableException if Kafka cannot be reached in time
     */
    Map<String, KafkaTopic> look(Collection<Namespace> namespaces) {
        Admin connected = connected();
        if (clusterId == null) {
            clusterId = get(connected.describeCluster().clusterId());
        }
        Map<String, NewTopic> topics = new HashMap<>();
        for (Namespace namespace : namespaces) {
            topics.put(namespace.kafkaTopic(), configs.topic(namespace));
            NewTopic deadLetters = configs.deadLetterTopic(namespace);
            topics.put(deadLetters.name(), deadLetters);
        }
        Map<String, Seen> seen = describe(connected, topics.keySet());
        creation.create(
                connected, missing(topics, seen), (name, cause) -> warnOnce(name, "Cannot make Kafka topic", cause));
        creation.settling().forEach(seen::putIfAbsent);
        everSeen.addAll(seen.keySet());
        warned.removeAll(seen.keySet());
        return inspect(connected, namespaces, seen);
    }

    /** Kafka's id of the cluster that was looked at; null before. */
    @Nullable
    String clusterId() {
        return clusterId;
    }

    /**
     * The client.
     *
     * @throws LogUnavailableException before the first look
     */
    Admin admin() {
        Admin connected = admin;
        if (connected == null) {
            throw new LogUnavailableException("Kafka: not connected yet");
        }
        return connected;
    }

    @Override
    public void close() {
        Admin connected = admin;
        if (connected != null) {
            connected.close(Duration.ZERO);
        }
    }

    /** What Kafka says of a topic. */
    record Seen(Uuid id, int partitions) {}

    private Admin connected() {
        Admin connected = admin;
        if (connected == null) {
            try {
                connected = connect.get();
            } catch (RuntimeException e) {
                throw new LogUnavailableException("Kafka: " + LogFailures.rootMessage(e), e);
            }
            admin = connected;
        }
        return connected;
    }

    private Map<String, Seen> describe(Admin connected, Set<String> names) {
        Map<String, Seen> seen = new HashMap<>();
        connected.describeTopics(names).topicNameValues().forEach((name, description) -> {
            try {
                TopicDescription topic = description.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                seen.put(name, new Seen(topic.topicId(), topic.partitions().size()));
            } catch (ExecutionException e) {
                onUndescribed(name, e);
            } catch (InterruptedException | TimeoutException e) {
                throw unavailable(e);
            }
        });
        return seen;
    }

    private void onUndescribed(String name, ExecutionException e) {
        boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unknown && (e.getCause() instanceof RetriableException)) {
            throw unavailable(e);
        }
        if (!unknown || (!create && !name.endsWith(KafkaTopic.DEAD_LETTER_SUFFIX))) {
            warnOnce(name, "Cannot use Kafka topic", e.getCause());
        }
    }

    private List<NewTopic> missing(Map<String, NewTopic> topics, Map<String, Seen> seen) {
        List<NewTopic> missing = new ArrayList<>();
        topics.forEach((name, topic) -> {
            if (create && !seen.containsKey(name) && !everSeen.contains(name)) {
                missing.add(topic);
            }
        });
        return missing;
    }

    /** Reads a topic's settings when it is first seen in its life. */
    private Map<String, KafkaTopic> inspect(Admin connected, Collection<Namespace> namespaces, Map<String, Seen> seen) {
        Map<String, KafkaTopic> found = new HashMap<>();
        for (Namespace namespace : namespaces) {
            String name = namespace.kafkaTopic();
            Seen topic = seen.get(name);
            if (topic != null) {
                found.put(
                        name,
                        new KafkaTopic(
                                name,
                                KafkaTopic.epoch(topic.id()),
                                topic.partitions(),
                                keepsAllFor(connected, namespace, topic)));
            }
        }
        inspected.putAll(found);
        return found;
    }

    private @Nullable Duration keepsAllFor(Admin connected, Namespace namespace, Seen seen) {
        KafkaTopic before = inspected.get(namespace.kafkaTopic());
        if (before != null && before.epoch().equals(KafkaTopic.epoch(seen.id()))) {
            return before.keepsAllFor();
        }
        return creation.settling().containsKey(namespace.kafkaTopic())
                ? configs.keepsAllFor(namespace)
                : inspectSettings(connected, namespace);
    }

    /** What may not be read is taken for a topic that compacts at any time. */
    private @Nullable Duration inspectSettings(Admin connected, Namespace namespace) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, namespace.kafkaTopic());
        try {
            Config config = connected
                    .describeConfigs(List.of(resource))
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next();
            List<String> changes = TopicConfigs.shortcomings(config, namespace);
            if (!changes.isEmpty()) {
                logger.atWarn()
                        .addKeyValue("topic", namespace.kafkaTopic())
                        .addKeyValue("change", changes)
                        .log("Kafka topic falls short of what its namespace asks for");
            }
            return configs.keepsAllFor(config);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw unavailable(e);
            }
            warnOnce(namespace.kafkaTopic() + "?", "Cannot read the settings of Kafka topic", e.getCause());
            return Duration.ZERO;
        } catch (InterruptedException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException | ExecutionException e) {
            throw unavailable(e);
        }
    }

    private static LogUnavailableException unavailable(Exception e) {
        return new LogUnavailableException("Kafka: " + LogFailures.rootMessage(e), e);
    }

    private void warnOnce(String name, String message, @Nullable Throwable cause) {
        if (warned.add(name)) {
            logger.atWarn()
                    .addKeyValue("topic", name)
                    .addKeyValue("cause", String.valueOf(cause))
                    .log(message);
        }
    }
}
