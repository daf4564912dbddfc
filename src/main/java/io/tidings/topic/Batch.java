package io.tidings.topic;

import java.util.List;

/**
 * An offset range of one source and the updates in it. Offsets of the range without an update are holes: compaction,
 * transaction markers, dead letters.
 *
 * @param source the log, or for an ephemeral namespace the node
 * @param from the range's first offset, at least 0
 * @param to the first offset after the range, at least {@code from}
 * @param updates the updates in the range, all of this source, in ascending order of their offsets
 */
public record Batch(Source source, long from, long to, List<Update> updates) {

    /**
     * Checks the range and that every update is in it, in order.
     *
     * @throws IllegalArgumentException if not
     */
    public Batch {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("range: [" + from + ", " + to + ") (expected: 0 <= from <= to)");
        }
        long next = from;
        for (Update update : updates) {
            long offset = update.position().offset();
            if (offset < next || offset >= to || !update.position().source().equals(source)) {
                throw new IllegalArgumentException("update: " + update.position() + " (expected: in order, within ["
                        + from + ", " + to + ") of " + source + ")");
            }
            next = offset + 1;
        }
        updates = List.copyOf(updates);
    }

    /** The sum of the bodies' lengths, in bytes. */
    public long bodyBytes() {
        long bytes = 0;
        for (Update update : updates) {
            bytes += update.bodyLength();
        }
        return bytes;
    }
}
