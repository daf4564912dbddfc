package io.tidings.log;

import io.tidings.topic.LogId;
import java.time.Duration;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as it is now.
 *
 * @param name its name
 * @param epoch its life: the hash of its id, see {@link LogId#epoch()}
 * @param partitions the number of its partitions
 * @param keepsAllFor how long a record is safe from compaction for certain, zero where it is not or nobody may know; null
 *     where the topic's cleanup policy is without {@code compact}
 */
public record KafkaTopic(
        String name, String epoch, int partitions, @Nullable Duration keepsAllFor) {

    /** What the name of a topic's dead letter topic ends in, as Spring Kafka has it. */
    public static final String DEAD_LETTER_SUFFIX = "-dlt";

    /** Whether records with equal keys are compacted to the last one. */
    boolean isCompacted() {
        return keepsAllFor != null;
    }

    /** The log that one of the partitions is to a namespace. */
    public LogId log(String namespace, int partition) {
        return new LogId(namespace, partition, epoch);
    }

    /** The epoch of a topic id; it is stored by clients, so it never changes for an id. */
    static String epoch(Uuid id) {
        return LogId.epoch(Long.hashCode(id.getMostSignificantBits() ^ id.getLeastSignificantBits()));
    }
}
