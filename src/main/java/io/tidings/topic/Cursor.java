package io.tidings.topic;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a client has seen: for each log the offset of the last update at or below which nothing is missing to it. Written
 * as comma-separated positions, one a log. A log of which nothing
 * has been seen, for it was empty, has the offset -1.
 *
 * @param offsets by log, each at least -1
 */
public record Cursor(SortedMap<LogId, Long> offsets) {

    /** The most logs that a cursor may name. */
    public static final int MAX_LOGS = 1024;

    /**
     * Copies and checks the offsets.
     *
     * @throws IllegalArgumentException if there are too many logs, or an offset is below -1
     */
    public Cursor {
        if (offsets.size() > MAX_LOGS) {
            throw new IllegalArgumentException(
                    "cursor of " + offsets.size() + " logs (expected: at most " + MAX_LOGS + ")");
        }
        for (long offset : offsets.values()) {
            if (offset < -1) {
                throw new IllegalArgumentException("offset: " + offset + " (expected: >= -1)");
            }
        }
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }

    /** The cursor of these offsets, each that of the last update seen in the log, or -1 for none. */
    public static Cursor of(Map<LogId, Long> offsets) {
        return new Cursor(new TreeMap<>(offsets));
    }

    /**
     * Reads comma-separated positions of logs; an empty text is the cursor of none.
     *
     * @throws IllegalArgumentException if the text is malformed, or names a log twice or too many of them
     */
    public static Cursor parse(String text) {
        TreeMap<LogId, Long> offsets = new TreeMap<>();
        if (text.isEmpty()) {
            return new Cursor(offsets);
        }
        String[] entries = text.split(",", MAX_LOGS + 1);
        if (entries.length > MAX_LOGS) {
            throw new IllegalArgumentException("cursor of over " + MAX_LOGS + " logs (expected: at most that)");
        }
        for (String entry : entries) {
            put(offsets, entry.strip());
        }
        return new Cursor(offsets);
    }

    /** The offset of the last update seen in the log; empty if the cursor does not name it. */
    public OptionalLong offset(LogId log) {
        Long offset = offsets.get(log);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + "@" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static void put(Map<LogId, Long> offsets, String entry) {
        int at = entry.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("cursor: '" + TopicSyntax.printable(entry)
                    + "' (expected: comma-separated NAMESPACE-PARTITION.EPOCH@OFFSET)");
        }
        LogId log = LogId.parse(entry.substring(0, at));
        String offset = entry.substring(at + 1);
        if (offsets.put(log, offset.equals("-1") ? -1L : Position.offset(offset)) != null) {
            throw new IllegalArgumentException("cursor: names log " + log + " twice (expected: once)");
        }
    }
}
