package io.tidings.ingest;

import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this node reads now, by the consumers that read them; each is touched by its consumer's thread alone.
 * What goes wrong with one is logged and tried again, and holds up no other.
 */
final class PartitionIngests {

    private static final Logger logger = LoggerFactory.getLogger(PartitionIngests.class);

    /** How long a look at the heads of what is halted may hold up the rest. */
    private static final Duration HEADS_TIMEOUT = Duration.ofMillis(500);

    private final Map<Owned, PartitionIngest> partitions = new ConcurrentHashMap<>();

    /** By partition, what this node read last of those that it has given up. */
    private final Map<TopicPartition, LogId> formerLogs = new ConcurrentHashMap<>();

    private final SeenTopics seen = new SeenTopics();

    private final Map<String, Namespace> namespaces;

    private final Pipeline pipeline;

    /** Serves these namespaces, by Kafka topic. */
    PartitionIngests(Map<String, Namespace> namespaces, Pipeline pipeline) {
        this.namespaces = Map.copyOf(namespaces);
        this.pipeline = pipeline;
        pipeline.metrics().bindPartitions(partitions::size);
        pipeline.metrics()
                .bindHalted(() -> partitions.values().stream()
                        .filter(PartitionIngest::isHalted)
                        .count());
        pipeline.metrics()
                .bindLag(() -> partitions.values().stream()
                        .mapToLong(PartitionIngest::lag)
                        .sum());
    }

    /**
     * A partition as one consumer has it: one that hung may still have what is another's by now, even on this node.
     *
     * @param consumer one that has no {@code equals} of its own
     */
    private record Owned(Consumer<?, ?> consumer, TopicPartition partition) {}

    /** Takes note of Kafka topics that came up while this node runs. */
    void appeared(Collection<String> kafkaTopics) {
        seen.appeared(kafkaTopics);
    }

    /** Takes partitions on; the seek only keeps the consumer from looking for a position itself while it is paused. */
    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        pipeline.metrics().rebalanced("assigned", assigned.size());
        consumer.pause(assigned);
        for (TopicPartition partition : assigned) {
            consumer.seek(partition, 0);
            Namespace namespace = namespaces.get(partition.topic());
            if (namespace != null) {
                partitions.put(new Owned(consumer, partition), newIngest(partition, namespace));
            }
        }
    }

    /** Gives partitions up, after what is under way has had a bounded time to be receipted and committed. */
    void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        Duration timeout = pipeline.properties().batches().stopTimeout();
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        present(consumer, revoked)
                .forEach(partition -> safely(partition, consumer, () -> partition.finish(consumer, deadlineNanos)));
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(consumer, revoked);
        if (!offsets.isEmpty()) {
            commit(consumer, offsets, timeout);
        }
        pipeline.metrics().rebalanced("revoked", revoked.size());
        revoked.forEach(name -> forget(consumer, name));
    }

    /** Forgets partitions that others read already. */
    void lost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        pipeline.metrics().rebalanced("lost", lost.size());
        lost.forEach(name -> forget(consumer, name));
    }

    /** Forgets all, of consumers that have ended; not all of them say so. */
    void clear() {
        List.copyOf(partitions.keySet()).forEach(owned -> forget(owned.consumer(), owned.partition()));
    }

    private void forget(Consumer<?, ?> consumer, TopicPartition name) {
        PartitionIngest partition = partitions.remove(new Owned(consumer, name));
        if (partition != null && partition.log() != null) {
            formerLogs.put(name, partition.log());
        }
    }

    /** Hands records on that a poll has brought. */
    void accept(Consumer<?, ?> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition name : records.partitions()) {
            present(consumer, Set.of(name))
                    .forEach(partition -> safely(
                            partition,
                            consumer,
                            () -> partition.accept(records.records(name), consumer.position(name))));
        }
    }

    /** Before each poll. */
    void tick(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        present(consumer, assigned).forEach(partition -> safely(partition, consumer, () -> partition.tick(consumer)));
        resume(consumer, assigned);
        askHeads(consumer, assigned);
        commitIfDue(consumer, assigned);
    }

    /** Begins partitions anew whose position is not in the log. */
    void restart(Consumer<?, ?> consumer, Collection<TopicPartition> lacking) {
        present(consumer, lacking).forEach(partition -> partition.restart(consumer, "the log lacks its position"));
    }

    /** Those first that wait longest, and until one fails: a part of Kafka that is away holds the rest up only briefly. */
    private void resume(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        List<PartitionIngest> resumable = present(consumer, assigned).stream()
                .filter(PartitionIngest::isResumable)
                .sorted(Comparator.comparingLong(PartitionIngest::retryAtNanos))
                .toList();
        for (PartitionIngest partition : resumable) {
            if (!safely(partition, consumer, () -> partition.resume(consumer))) {
                return;
            }
        }
    }

    private void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        try {
            commitSync(consumer, offsets, timeout);
            pipeline.metrics().committed(true);
        } catch (KafkaException e) {
            pipeline.metrics().committed(false);
            logger.atInfo()
                    .addKeyValue("cause", e.getMessage())
                    .log("Could not commit before giving partitions up: some batches are sent again");
        }
    }

    /** The container's wake-up when it stops may come as late as here; there is only one. */
    private static void commitSync(
            Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        try {
            consumer.commitSync(offsets, timeout);
        } catch (WakeupException e) {
            consumer.commitSync(offsets, timeout);
        }
    }

    /** What is read says by itself how far the head is; of what is halted or paused Kafka is asked, at times. */
    private void askHeads(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        long now = System.nanoTime();
        List<PartitionIngest> blind = present(consumer, assigned).stream()
                .filter(partition -> partition.isHeadWanted(now))
                .toList();
        if (blind.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> heads = new HashMap<>();
        try {
            heads.putAll(consumer.endOffsets(
                    blind.stream().map(PartitionIngest::partition).toList(), HEADS_TIMEOUT));
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            logger.atDebug().addKeyValue("cause", e.getMessage()).log("Heads are not to be had");
        }
        blind.forEach(partition -> partition.headAsked(heads.get(partition.partition())));
    }

    private PartitionIngest newIngest(TopicPartition partition, Namespace namespace) {
        return new PartitionIngest(partition, namespace, seen, formerLogs.get(partition), pipeline);
    }

    private List<PartitionIngest> present(Consumer<?, ?> consumer, Collection<TopicPartition> which) {
        return which.stream()
                .map(name -> partitions.get(new Owned(consumer, name)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Answers whether it went well. */
    private boolean safely(PartitionIngest partition, Consumer<?, ?> consumer, Runnable action) {
        try {
            action.run();
            return true;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            pipeline.metrics().failed();
            logger.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("cause", String.valueOf(e))
                    .log("Ingest of a partition failed, trying again");
            partition.failed(consumer);
            return false;
        }
    }

    /** Once one is due all are committed, so that they stay together. */
    private void commitIfDue(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        long now = System.nanoTime();
        List<PartitionIngest> present = present(consumer, assigned);
        if (present.stream().noneMatch(partition -> partition.isCommitDue(now))) {
            return;
        }
        present.forEach(partition -> partition.commitAsked(now));
        consumer.commitAsync(uncommitted(consumer, assigned), (committed, failure) -> {
            pipeline.metrics().committed(failure == null);
            if (failure == null) {
                committed.forEach((name, offset) -> onCommitted(new Owned(consumer, name), offset));
            }
        });
    }

    private void onCommitted(Owned name, OffsetAndMetadata offset) {
        PartitionIngest partition = partitions.get(name);
        if (partition != null) {
            partition.committed(offset.offset());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted(
            Consumer<?, ?> consumer, Collection<TopicPartition> which) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition name : which) {
            PartitionIngest partition = partitions.get(new Owned(consumer, name));
            if (partition != null) {
                partition.uncommitted().ifPresent(offset -> offsets.put(name, new OffsetAndMetadata(offset)));
            }
        }
        return offsets;
    }
}
