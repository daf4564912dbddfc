package io.tidings.topic;

import org.jspecify.annotations.Nullable;

/**
 * A log: one partition of a namespace's Kafka topic, in one of its lives. Written {@code NAMESPACE-PARTITION.EPOCH}.
 *
 * @param namespace the namespace that it feeds
 * @param partition the partition's number, from 0
 * @param epoch 8 lower-case hexadecimal digits, a hash of Kafka's topic id: a topic deleted and made anew is another log
 */
public record LogId(String namespace, int partition, String epoch) implements Source, Comparable<LogId> {

    private static final int EPOCH_LENGTH = 8;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    public LogId {
        TopicSyntax.checkNamespace(namespace);
        if (partition < 0) {
            throw new IllegalArgumentException("partition: " + partition + " (expected: >= 0)");
        }
        if (epoch.length() != EPOCH_LENGTH || !epoch.chars().allMatch(LogId::isLowerHex)) {
            throw new IllegalArgumentException("epoch: '" + TopicSyntax.printable(epoch) + "' (expected: "
                    + EPOCH_LENGTH + " lower-case hexadecimal digits)");
        }
    }

    /** The epoch's text of a hash. */
    public static String epoch(int hash) {
        return String.format("%08x", hash);
    }

    /**
     * Reads {@code NAMESPACE-PARTITION.EPOCH}.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static LogId parse(String text) {
        int dot = text.lastIndexOf('.');
        int dash = text.lastIndexOf('-', dot);
        if (dot < 0 || dash < 0) {
            throw new IllegalArgumentException(
                    "log: '" + TopicSyntax.printable(text) + "' (expected: NAMESPACE-PARTITION.EPOCH)");
        }
        return new LogId(text.substring(0, dash), partition(text, dash + 1, dot), text.substring(dot + 1));
    }

    /** Written out, as the hash is, for each update's log is compared: a record's own are slower. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof LogId log
                        && partition == log.partition
                        && epoch.equals(log.epoch)
                        && namespace.equals(log.namespace));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * partition + epoch.hashCode()) + namespace.hashCode();
    }

    /** By namespace, partition, epoch. */
    @Override
    public int compareTo(LogId other) {
        int byNamespace = namespace.compareTo(other.namespace);
        if (byNamespace != 0) {
            return byNamespace;
        }
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : epoch.compareTo(other.epoch);
    }

    @Override
    public String toString() {
        return namespace + '-' + partition + '.' + epoch;
    }

    private static int partition(String text, int from, int to) {
        String digits = text.substring(from, to);
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "partition: '" + TopicSyntax.printable(digits) + "' (expected: 1 to 9 digits)");
        }
        return Integer.parseInt(digits);
    }

    private static boolean isLowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
