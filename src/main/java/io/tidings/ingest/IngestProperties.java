package io.tidings.ingest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Reading the log for the whole service.
 *
 * @param group the consumer group, the same on every node
 * @param concurrency how many consumers of the group this node runs
 * @param consumer how long the consumers may take
 * @param batches how updates travel to the relay
 * @param maxBacklog the most offsets of a partition to catch up with after an outage; past it ingest goes on at the head,
 *     for the nodes have read the rest from the log themselves
 * @param deadLetters what becomes of records that are no updates
 */
@Validated
@ConfigurationProperties("tidings.ingest")
public record IngestProperties(
        @DefaultValue("tidings") @NotBlank String group,
        @DefaultValue("1") @Min(1) int concurrency,
        @DefaultValue Consumer consumer,
        @DefaultValue @Valid Batches batches,
        @DefaultValue("100000") @Min(1) long maxBacklog,
        @DefaultValue DeadLetters deadLetters) {

    /**
     * The consumers of the group.
     *
     * @param sessionTimeout after how long without a sign of life Kafka gives a consumer's partitions to others
     * @param maxPollInterval after how long without progress of its thread a consumer gives them up
     * @param requestTimeout how long one question to Kafka may hold up the consumer that asks
     */
    public record Consumer(
            @DefaultValue("10s") Duration sessionTimeout,
            @DefaultValue("1m") Duration maxPollInterval,
            @DefaultValue("2s") Duration requestTimeout) {

        /**
         * Checks the durations.
         *
         * @throws IllegalArgumentException if one is not positive
         */
        public Consumer {
            checkPositive("tidings.ingest.consumer.session-timeout", isPositive(sessionTimeout), sessionTimeout);
            checkPositive("tidings.ingest.consumer.max-poll-interval", isPositive(maxPollInterval), maxPollInterval);
            checkPositive("tidings.ingest.consumer.request-timeout", isPositive(requestTimeout), requestTimeout);
        }
    }

    /**
     * How updates travel.
     *
     * @param maxBytes the most bytes of updates in one batch, if it has more than one
     * @param maxPoll the most records taken from Kafka at a time
     * @param maxInFlight the most bytes of a partition that wait for the relay's receipt; past it the partition pauses
     * @param commitInterval how often offsets are committed
     * @param retryDelay how long a partition waits before it sends again what the relay has not taken; it doubles
     * @param maxRetryDelay the longest that it gets
     * @param maxAttempts how often a batch is sent; then it is left to the nodes' own reading
     * @param stopTimeout the longest that a partition which is given up waits for receipts
     */
    public record Batches(
            @DefaultValue("256KB") DataSize maxBytes,
            @DefaultValue("2000") @Min(1) int maxPoll,
            @DefaultValue("4MB") DataSize maxInFlight,
            @DefaultValue("1s") Duration commitInterval,
            @DefaultValue("500ms") Duration retryDelay,
            @DefaultValue("5s") Duration maxRetryDelay,
            @DefaultValue("5") @Min(1) int maxAttempts,
            @DefaultValue("2s") Duration stopTimeout) {

        /**
         * Checks the amounts.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public Batches {
            checkPositive("tidings.ingest.batches.max-bytes", maxBytes.toBytes() > 0, maxBytes);
            checkPositive("tidings.ingest.batches.max-in-flight", maxInFlight.toBytes() > 0, maxInFlight);
            checkPositive("tidings.ingest.batches.commit-interval", isPositive(commitInterval), commitInterval);
            checkPositive("tidings.ingest.batches.retry-delay", isPositive(retryDelay), retryDelay);
            checkPositive("tidings.ingest.batches.max-retry-delay", isPositive(maxRetryDelay), maxRetryDelay);
            checkPositive("tidings.ingest.batches.stop-timeout", isPositive(stopTimeout), stopTimeout);
        }
    }

    /**
     * Records that are no updates.
     *
     * @param timeout how long writing one to the dead letter topic is tried before it is given up, and counted
     * @param retryDelay how long to wait between attempts
     */
    public record DeadLetters(
            @DefaultValue("10s") Duration timeout,
            @DefaultValue("1s") Duration retryDelay) {

        /**
         * Checks the durations.
         *
         * @throws IllegalArgumentException if one is not positive
         */
        public DeadLetters {
            checkPositive("tidings.ingest.dead-letters.timeout", isPositive(timeout), timeout);
            checkPositive("tidings.ingest.dead-letters.retry-delay", isPositive(retryDelay), retryDelay);
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void checkPositive(String key, boolean positive, Object value) {
        if (!positive) {
            throw new IllegalArgumentException(key + ": '" + value + "' (expected: > 0)");
        }
    }
}
