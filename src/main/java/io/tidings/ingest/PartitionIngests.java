package io.tidings.ingest;

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

    private final Map<TopicPartition, PartitionIngest> partitions = new ConcurrentHashMap<>();

    private final Set<String> appeared = ConcurrentHashMap.newKeySet();

    private final Map<String, Namespace> namespaces;

    private final Pipeline pipeline;

    /** Serves these namespaces, by Kafka topic. */
    PartitionIngests(Map<String, Namespace> namespaces, Pipeline pipeline) {
        this.namespaces = Map.copyOf(namespaces);
        this.pipeline = pipeline;
        pipeline.metrics().bindPartitions(partitions::size);
        pipeline.metrics()
                .bindLag(() -> partitions.values().stream()
                        .mapToLong(PartitionIngest::lag)
                        .sum());
    }

    /** Takes note of Kafka topics that came up while this node runs. */
    void appeared(Collection<String> kafkaTopics) {
        appeared.addAll(kafkaTopics);
    }

    /** Takes partitions on; the seek only keeps the consumer from looking for a position itself while it is paused. */
    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        consumer.pause(assigned);
        for (TopicPartition partition : assigned) {
            consumer.seek(partition, 0);
            Namespace namespace = namespaces.get(partition.topic());
            if (namespace != null) {
                partitions.put(partition, newIngest(partition, namespace));
            }
        }
    }

    /** Gives partitions up, after what is under way has had a bounded time to be receipted and committed. */
    void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        Duration timeout = pipeline.properties().batches().stopTimeout();
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        present(revoked)
                .forEach(partition -> safely(partition, consumer, () -> partition.finish(consumer, deadlineNanos)));
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(revoked);
        try {
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets, timeout);
                pipeline.metrics().committed(true);
            }
        } catch (KafkaException e) {
            pipeline.metrics().committed(false);
            logger.atInfo()
                    .addKeyValue("cause", e.getMessage())
                    .log("Could not commit before giving partitions up: some batches are sent again");
        }
        lost(revoked);
    }

    /** Forgets partitions that others read already. */
    void lost(Collection<TopicPartition> lost) {
        partitions.keySet().removeAll(Set.copyOf(lost));
    }

    /** Hands records on that a poll has brought. */
    void accept(Consumer<?, ?> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition name : records.partitions()) {
            present(Set.of(name))
                    .forEach(partition -> safely(
                            partition,
                            consumer,
                            () -> partition.accept(records.records(name), consumer.position(name))));
        }
    }

    /** Before each poll. */
    void tick(Consumer<?, ?> consumer) {
        Set<TopicPartition> assigned = consumer.assignment();
        present(assigned).forEach(partition -> safely(partition, consumer, () -> partition.tick(consumer)));
        resume(consumer, assigned);
        commitIfDue(consumer, assigned);
    }

    /** Begins partitions anew whose position is not in the log. */
    void restart(Consumer<?, ?> consumer, Collection<TopicPartition> lacking) {
        present(lacking).forEach(partition -> partition.restart(consumer, "the log lacks its position"));
    }

    /** Those first that wait longest, and until one fails: a part of Kafka that is away holds the rest up only briefly. */
    private void resume(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        List<PartitionIngest> resumable = present(assigned).stream()
                .filter(PartitionIngest::isResumable)
                .sorted(Comparator.comparingLong(PartitionIngest::retryAtNanos))
                .toList();
        for (PartitionIngest partition : resumable) {
            if (!safely(partition, consumer, () -> partition.resume(consumer))) {
                return;
            }
        }
    }

    private PartitionIngest newIngest(TopicPartition partition, Namespace namespace) {
        StartOffsets start = appeared.contains(partition.topic()) ? StartOffsets.BEGINNING : StartOffsets.HEAD;
        return new PartitionIngest(partition, namespace, start, pipeline);
    }

    private List<PartitionIngest> present(Collection<TopicPartition> which) {
        return which.stream().map(partitions::get).filter(Objects::nonNull).toList();
    }

    /** Answers whether it went well. */
    private static boolean safely(PartitionIngest partition, Consumer<?, ?> consumer, Runnable action) {
        try {
            action.run();
            return true;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            logger.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("cause", String.valueOf(e))
                    .log("Ingest of a partition failed, trying again");
            partition.halt(consumer);
            return false;
        }
    }

    /** Once one is due all are committed, so that they stay together. */
    private void commitIfDue(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        long now = System.nanoTime();
        List<PartitionIngest> present = present(assigned);
        if (present.stream().noneMatch(partition -> partition.isCommitDue(now))) {
            return;
        }
        present.forEach(partition -> partition.commitAsked(now));
        consumer.commitAsync(uncommitted(assigned), (committed, failure) -> {
            pipeline.metrics().committed(failure == null);
            if (failure == null) {
                committed.forEach(this::onCommitted);
            }
        });
    }

    private void onCommitted(TopicPartition name, OffsetAndMetadata offset) {
        PartitionIngest partition = partitions.get(name);
        if (partition != null) {
            partition.committed(offset.offset());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted(Collection<TopicPartition> which) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition name : which) {
            PartitionIngest partition = partitions.get(name);
            if (partition != null) {
                partition.uncommitted().ifPresent(offset -> offsets.put(name, new OffsetAndMetadata(offset)));
            }
        }
        return offsets;
    }
}
