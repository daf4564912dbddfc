package io.tidings.log;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The log. How to reach Kafka is said under {@code spring.kafka}.
 *
 * @param type what keeps the updates: auto, kafka or memory
 * @param requestTimeout the longest that anything asked of Kafka may take before it fails
 * @param appendBuffer the most bytes of updates that wait for Kafka's acknowledgement; past it appending fails at once
 * @param topics how Kafka topics are watched, and made where they are missing
 * @param reads how ranges are read back from Kafka
 */
@Validated
@ConfigurationProperties("tidings.log")
public record LogProperties(
        @DefaultValue("auto") LogType type,
        @DefaultValue("5s") Duration requestTimeout,
        @DefaultValue("16MB") DataSize appendBuffer,
        @DefaultValue @Valid Topics topics,
        @DefaultValue @Valid Reads reads) {

    /**
     * Checks the amounts.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public LogProperties {
        checkAtLeast("tidings.log.request-timeout", requestTimeout, Duration.ofMillis(100));
        if (appendBuffer.toBytes() < 1) {
            throw new IllegalArgumentException("tidings.log.append-buffer: '" + appendBuffer + "' (expected: > 0)");
        }
    }

    /**
     * The Kafka topics that feed the namespaces.
     *
     * @param create whether topics that are missing are made; one that went missing while the service runs never is
     * @param partitions the partitions of a topic that is made
     * @param replicationFactor the replicas of a topic that is made; -1 for the broker's default
     * @param retention how long a topic that is made keeps updates at least, and a compacted one tombstones
     * @param compactionReserve how much longer than its namespace's window a compacted topic that is made keeps everything
     * @param compactionMargin how far the clocks of producers, Kafka and nodes may differ: what compaction may reach within it
     *     counts as gone
     * @param refreshInterval how often the topics are looked at: new partitions and topics made anew are seen that soon
     */
    public record Topics(
            @DefaultValue("true") boolean create,
            @DefaultValue("8") @Min(1) int partitions,

            @DefaultValue("-1") @Min(-1) @Max(Short.MAX_VALUE)
            int replicationFactor,

            @DefaultValue("7d") Duration retention,
            @DefaultValue("10m") Duration compactionReserve,
            @DefaultValue("1m") Duration compactionMargin,
            @DefaultValue("1s") Duration refreshInterval) {

        /**
         * Checks the durations.
         *
         * @throws IllegalArgumentException if one is too short
         */
        public Topics {
            checkAtLeast("tidings.log.topics.retention", retention, Duration.ofMillis(1));
            checkAtLeast("tidings.log.topics.compaction-margin", compactionMargin, Duration.ZERO);
            checkAtLeast("tidings.log.topics.compaction-reserve", compactionReserve, compactionMargin);
            checkAtLeast("tidings.log.topics.refresh-interval", refreshInterval, Duration.ofMillis(10));
        }
    }

    /**
     * Reading back.
     *
     * @param threads how many ranges are read at the same moment, each by a Kafka consumer of its own
     * @param maxPending the most ranges that are being read or wait; past it reading fails at once
     * @param slice how long one range is read before it gives way to others that wait
     * @param batchSize the most updates handed over at a time
     */
    public record Reads(
            @DefaultValue("2") @Min(1) int threads,
            @DefaultValue("4096") @Min(1) int maxPending,
            @DefaultValue("100ms") Duration slice,
            @DefaultValue("500") @Min(1) int batchSize) {

        /**
         * Checks the slice.
         *
         * @throws IllegalArgumentException if it is too short
         */
        public Reads {
            checkAtLeast("tidings.log.reads.slice", slice, Duration.ofMillis(1));
        }
    }

    private static void checkAtLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(key + ": '" + value + "' (expected: >= " + least + ")");
        }
    }
}
