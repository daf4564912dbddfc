package io.tidings.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the nodes know one another.
 *
 * @param nodeName This node's name, in the admin API and in the positions of ephemeral namespaces; the host's name where
 *     none is set.
 * @param gossipInterval How often this node tells the others of itself, give or take a tenth.
 * @param missingAfter After how long without a word a node is shown as missing.
 * @param forgetAfter After how long without a word a node is forgotten.
 * @param maxNodes The most other nodes that are known.
 * @param maxSendRate The most bytes a second that this node says to others.
 * @param inbox The most bytes of messages that wait here to be read.
 * @param questions What nodes may ask one another.
 */
@ConfigurationProperties("tidings.cluster")
record ClusterProperties(
        @Nullable String nodeName,
        @DefaultValue("5s") Duration gossipInterval,
        @DefaultValue("15s") Duration missingAfter,
        @DefaultValue("2m") Duration forgetAfter,
        @DefaultValue("1000") int maxNodes,
        @DefaultValue("1MB") DataSize maxSendRate,
        @DefaultValue("4MB") DataSize inbox,
        @DefaultValue QuestionLimits questions) {

    private static final Duration LONGEST = Duration.ofHours(1);

    private static final DataSize LEAST = DataSize.ofKilobytes(64);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one cannot be
     */
    ClusterProperties {
        checkRange("gossip-interval", gossipInterval, Duration.ofMillis(100));
        checkRange("missing-after", missingAfter, gossipInterval);
        checkRange("forget-after", forgetAfter, missingAfter);
        check(maxNodes > 0, "max-nodes", maxNodes, "> 0");
        check(maxSendRate.compareTo(LEAST) >= 0, "max-send-rate", maxSendRate, ">= " + LEAST);
        check(inbox.compareTo(LEAST) >= 0, "inbox", inbox, ">= " + LEAST);
    }

    /**
     * Checks that the longest message between nodes can be sent and be read, or none of its length ever passes.
     *
     * @param longest its bytes
     * @throws IllegalArgumentException if it cannot
     */
    void checkCarries(int longest) {
        checkCarries("max-send-rate", maxSendRate, DataSize.ofBytes(longest));
        checkCarries("inbox", inbox, DataSize.ofBytes(longest + Incoming.OVERHEAD_BYTES));
    }

    private static void checkCarries(String key, DataSize value, DataSize least) {
        check(
                value.compareTo(least) >= 0,
                "tidings.cluster." + key,
                value,
                ">= " + least + ", for a message of tidings.relay.node-messages.max-size");
    }

    private static void checkRange(String key, Duration value, Duration least) {
        check(value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0, key, value, least + " to " + LONGEST);
    }

    private static void check(boolean legal, String key, Object value, String expected) {
        if (!legal) {
            throw new IllegalArgumentException(key + ": '" + value + "' (expected: " + expected + ")");
        }
    }

    /**
     * What nodes may ask one another.
     *
     * @param maxAsked The most questions of this node that are under way.
     * @param maxAnswered The most questions that this node answers at a time; it says so to who asks more.
     * @param maxAnswers The most bytes that the answers to one question may have together, each node an equal part.
     */
    record QuestionLimits(
            @DefaultValue("32") int maxAsked,
            @DefaultValue("64") int maxAnswered,
            @DefaultValue("2MB") DataSize maxAnswers) {

        QuestionLimits {
            check(maxAsked > 0, "questions.max-asked", maxAsked, "> 0");
            check(maxAnswered > 0, "questions.max-answered", maxAnswered, "> 0");
            check(maxAnswers.compareTo(LEAST) >= 0, "questions.max-answers", maxAnswers, ">= " + LEAST);
        }
    }
}
