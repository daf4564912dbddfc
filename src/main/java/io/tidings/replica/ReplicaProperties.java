package io.tidings.replica;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the replica keeps up with the logs, and how much it may hold.
 *
 * @param headCheckInterval how often the logs are asked where they end
 * @param maxBackoff the longest that is waited before the log is tried again after failures
 * @param viewTimeout how long a view may wait for its namespace to join, and for this node to catch up with its cursor
 * @param maxRecovery the most updates that a view may have; where a cursor is owed more it is told of a gap
 * @param maxHole the most offsets without an update that the relay is believed before the log has confirmed them
 * @param maxSources the most publishing nodes of ephemeral namespaces whose running numbers are remembered
 * @param inbox what may wait for the replica's thread
 * @param heldSize the most that may be held because something before it is missing, over all logs
 * @param idempotency which repeats of updates are known
 * @param maxSize the most that last values and history may take, over all namespaces; a third of the heap by default
 */
@Validated
@ConfigurationProperties("tidings.replica")
record ReplicaProperties(
        @DefaultValue("200ms") @DurationMin(millis = 10) Duration headCheckInterval,
        @DefaultValue("2s") @DurationMin(millis = 10) Duration maxBackoff,
        @DefaultValue("30s") @DurationMin(millis = 10) Duration viewTimeout,
        @DefaultValue("100000") @Min(0) int maxRecovery,
        @DefaultValue("10000") @Min(0) int maxHole,
        @DefaultValue("10000") @Min(1) int maxSources,
        @DefaultValue @Valid Inbox inbox,
        @DefaultValue("32MB") DataSize heldSize,
        @DefaultValue @Valid Idempotency idempotency,
        @Nullable DataSize maxSize) {

    private static final int HEAP_DIVISOR = 3;

    private static final DataSize MAX_SIZE = DataSize.ofGigabytes(1);

    /** Checks the sizes. */
    ReplicaProperties {
        check("tidings.replica.held-size", heldSize);
        if (maxSize != null && maxSize.toBytes() < 1) {
            throw new IllegalArgumentException("tidings.replica.max-size: '" + maxSize + "' (expected: at least 1B)");
        }
    }

    /** The bound on last values and history, in bytes. */
    long maxBytes() {
        return maxSize == null ? Runtime.getRuntime().maxMemory() / HEAP_DIVISOR : maxSize.toBytes();
    }

    /** How many head checks pass in this time, at least one. */
    int headChecks(Duration time) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, time.toMillis() / headCheckInterval.toMillis()));
    }

    /**
     * What may wait for the replica's thread.
     *
     * @param relaySize the most that may wait of what came from the relay; what comes past it is read from the log instead
     * @param readSize the most that may wait of what is read from the logs; past it reading pauses
     * @param requests the most views and tasks that may wait; past it they are refused
     */
    record Inbox(
            @DefaultValue("32MB") DataSize relaySize,
            @DefaultValue("8MB") DataSize readSize,
            @DefaultValue("100000") @Min(1) @Max(10_000_000) int requests) {

        /** Checks the sizes. */
        Inbox {
            check("tidings.replica.inbox.relay-size", relaySize);
            check("tidings.replica.inbox.read-size", readSize);
        }
    }

    /**
     * Which repeats of updates are known. Nodes agree on them if they have the same settings.
     *
     * @param window how long after an update with an idempotency key another one with it is a repeat
     * @param maxKeys the most updates with keys that are remembered of each log; past it the oldest are forgotten
     */
    record Idempotency(
            @DefaultValue("5m") @DurationMin(seconds = 1) Duration window,
            @DefaultValue("50000") @Min(1) int maxKeys) {}

    private static void check(String key, DataSize size) {
        if (size.toBytes() < 1 || size.compareTo(MAX_SIZE) > 0) {
            throw new IllegalArgumentException(key + ": '" + size + "' (expected: 1B to " + MAX_SIZE + ")");
        }
    }
}
