package io.tidings.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to begin to read a partition: where the group has committed; and in a partition that came later than the group's
 * first commits, at the beginning. Where the group is new to the Kafka topic the constants differ; then offsets of all its
 * partitions are committed at once, so that no other node takes them for partitions that came later.
 */
enum StartOffsets {

    /** For a Kafka topic that was there before this node: what is in it is old. */
    HEAD {
        @Override
        Map<TopicPartition, Long> ofNewTopic(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
            return consumer.endOffsets(partitions);
        }
    },

    /** For a Kafka topic that appeared while this node ran: all that is in it is new. */
    BEGINNING {
        @Override
        Map<TopicPartition, Long> ofNewTopic(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
            return consumer.beginningOffsets(partitions);
        }
    };

    /** Asks Kafka, for as long as the consumer lets a request take. */
    long find(Consumer<?, ?> consumer, TopicPartition partition, int partitions) {
        Set<TopicPartition> all = IntStream.range(0, Math.max(partitions, partition.partition() + 1))
                .mapToObj(number -> new TopicPartition(partition.topic(), number))
                .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(consumer.committed(all));
        committed.values().removeIf(Objects::isNull);
        OffsetAndMetadata own = committed.get(partition);
        if (own != null) {
            return own.offset();
        }
        return committed.isEmpty() ? commitFirst(consumer, partition, all) : beginning(consumer, partition);
    }

    /** The first offset that is still there. */
    static long beginning(Consumer<?, ?> consumer, TopicPartition partition) {
        return consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    }

    /** The head. */
    static long head(Consumer<?, ?> consumer, TopicPartition partition) {
        return consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    }

    abstract Map<TopicPartition, Long> ofNewTopic(Consumer<?, ?> consumer, Set<TopicPartition> partitions);

    private long commitFirst(Consumer<?, ?> consumer, TopicPartition partition, Set<TopicPartition> all) {
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        ofNewTopic(consumer, all).forEach((each, offset) -> first.put(each, new OffsetAndMetadata(offset)));
        consumer.commitSync(first);
        return Objects.requireNonNull(first.get(partition)).offset();
    }
}
