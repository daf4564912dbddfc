package io.tidings.log;

import io.tidings.topic.LogId;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka topic as it is now.
 *
 * @param name its name
 * @param epoch its life: the hash of its id, see {@link LogId#epoch()}
 * @param partitions the number of its partitions
 * @param compacted whether its cleanup policy has {@code compact}
 */
public record KafkaTopic(String name, String epoch, int partitions, boolean compacted) {

    /** What the name of a topic's dead letter topic ends in, as Spring Kafka has it. */
    public static final String DEAD_LETTER_SUFFIX = "-dlt";

    /** The log that one of the partitions is to a namespace. */
    public LogId log(String namespace, int partition) {
        return new LogId(namespace, partition, epoch);
    }

    /** The epoch of a topic id; it is stored by clients, so it never changes for an id. */
    static String epoch(Uuid id) {
        return LogId.epoch(Long.hashCode(id.getMostSignificantBits() ^ id.getLeastSignificantBits()));
    }
}
