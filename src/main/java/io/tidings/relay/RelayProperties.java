package io.tidings.relay;

import io.tidings.topic.AllowedHeaders;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How this node reaches the other nodes.
 *
 * @param addresses the message broker's STOMP addresses, {@code HOST:PORT}; none for a single node without a broker
 * @param login the login at the broker
 * @param passcode the passcode at the broker
 * @param virtualHost the broker's virtual host
 * @param ssl TLS to the broker
 * @param destinationPrefix what the destinations start with after {@code /topic/}; services that share a broker differ
 *     in it
 * @param queueBytes the most bytes that RabbitMQ keeps for this node while it does not keep up; the oldest are dropped
 *     and repaired from the log
 * @param heartBeat the interval of heart-beats that the node offers and asks for
 * @param connectTimeout the longest time from calling the broker to its confirmation of the subscription
 * @param receiptTimeout the longest time that the broker may take to confirm a batch; then the connection is made anew
 * @param reconnect the pauses between attempts to connect
 * @param maxBatch the longest batch in its binary form; longer ones are refused
 * @param maxUnconfirmed what may be under way without the broker's confirmation
 * @param nodeMessages the messages between nodes, beside the batches
 */
@Validated
@ConfigurationProperties("tidings.relay")
record RelayProperties(
        @DefaultValue List<String> addresses,
        @Nullable String login,
        @Nullable String passcode,
        @DefaultValue("/") String virtualHost,
        @DefaultValue Ssl ssl,
        @DefaultValue("tidings") String destinationPrefix,
        @DefaultValue("64MB") DataSize queueBytes,
        @DefaultValue("10s") Duration heartBeat,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("15s") Duration receiptTimeout,
        @DefaultValue Reconnect reconnect,
        @DefaultValue("3MB") DataSize maxBatch,
        @DefaultValue MaxUnconfirmed maxUnconfirmed,
        @DefaultValue NodeMessages nodeMessages) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,1}");

    private static final Duration LONGEST = Duration.ofHours(1);

    private static final DataSize LARGEST_BATCH = DataSize.ofMegabytes(512);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one cannot be
     */
    RelayProperties {
        addresses = List.copyOf(addresses);
        addresses.forEach(BrokerAddress::parse);
        check(isHeaderValue(login), "login", "<hidden>", "no CR, LF or NUL");
        check(isHeaderValue(passcode), "passcode", "<hidden>", "no CR, LF or NUL");
        check(isHeaderValue(virtualHost), "virtual-host", "<hidden>", "no CR, LF or NUL");
        check(
                PREFIX.matcher(destinationPrefix).matches(),
                "destination-prefix",
                destinationPrefix,
                "one or two segments of ASCII letters, digits, '-' or '_'");
        check(queueBytes.toBytes() > 0, "queue-bytes", queueBytes, "> 0");
        checkRange("heart-beat", heartBeat, Duration.ZERO);
        checkRange("connect-timeout", connectTimeout, Duration.ofMillis(1));
        checkRange("receipt-timeout", receiptTimeout, Duration.ofMillis(1));
        check(
                maxBatch.toBytes() > 0 && maxBatch.compareTo(LARGEST_BATCH) <= 0,
                "max-batch",
                maxBatch,
                "> 0 and <= " + LARGEST_BATCH);
    }

    /** Where the brokers are. */
    List<BrokerAddress> brokers() {
        return addresses.stream().map(BrokerAddress::parse).toList();
    }

    /** Without the login and passcode. */
    @Override
    public String toString() {
        return "RelayProperties[addresses=" + addresses + ", virtualHost=" + virtualHost + ", destinationPrefix="
                + destinationPrefix + "]";
    }

    private static boolean isHeaderValue(@Nullable String value) {
        return value == null || AllowedHeaders.isLegalValue(value);
    }

    private static void checkRange(String key, Duration value, Duration least) {
        check(value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0, key, value, least + " to " + LONGEST);
    }

    private static void check(boolean legal, String key, Object value, String expected) {
        if (!legal) {
            throw new IllegalArgumentException(
                    "tidings.relay." + key + ": '" + value + "' (expected: " + expected + ")");
        }
    }

    /**
     * TLS to the broker.
     *
     * @param bundle the SSL bundle to use; none for a plain connection
     */
    record Ssl(@Nullable String bundle) {}

    /**
     * The pauses between attempts to connect: each is twice the one before, from the least to the most, less a random
     * part of up to a half.
     *
     * @param min the first pause
     * @param max the longest
     */
    record Reconnect(
            @DefaultValue("200ms") Duration min,
            @DefaultValue("10s") Duration max) {

        Reconnect {
            checkRange("reconnect.min", min, Duration.ofMillis(1));
            checkRange("reconnect.max", max, min);
        }
    }

    /**
     * What may be under way without the broker's confirmation; more is refused.
     *
     * @param batches the most batches
     * @param bytes the most bytes of their binary forms
     */
    record MaxUnconfirmed(
            @DefaultValue("4096") int batches,
            @DefaultValue("64MB") DataSize bytes) {

        MaxUnconfirmed {
            check(batches > 0, "max-unconfirmed.batches", batches, "> 0");
            check(bytes.toBytes() > 0, "max-unconfirmed.bytes", bytes, "> 0");
        }
    }

    /**
     * The messages between nodes, beside the batches; what there is too much of is dropped.
     *
     * @param maxSize the longest message
     * @param maxUnsent the most bytes of them that may wait for the connection
     * @param queueBytes the most bytes that RabbitMQ keeps of each of this node's two subscriptions while it does not keep
     *     up; the oldest are dropped
     */
    record NodeMessages(
            @DefaultValue("64KB") DataSize maxSize,
            @DefaultValue("1MB") DataSize maxUnsent,
            @DefaultValue("4MB") DataSize queueBytes) {

        private static final DataSize LEAST = DataSize.ofKilobytes(64);

        private static final DataSize MOST = DataSize.ofMegabytes(1);

        NodeMessages {
            check(
                    maxSize.compareTo(LEAST) >= 0 && maxSize.compareTo(MOST) <= 0,
                    "node-messages.max-size",
                    maxSize,
                    LEAST + " to " + MOST);
            check(maxUnsent.compareTo(maxSize) >= 0, "node-messages.max-unsent", maxUnsent, ">= max-size");
            check(queueBytes.compareTo(maxSize) >= 0, "node-messages.queue-bytes", queueBytes, ">= max-size");
        }
    }
}
