package io.tidings.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that this node counts. Any thread may call. */
final class Counts {

    /** So that each message stays small, and what others say takes little room here. */
    static final int MAX = 100;

    /** As far as JavaScript counts without error; the sum over all nodes stays within a long. */
    static final long MAX_VALUE = (1L << 53) - 1;

    private static final Logger logger = LoggerFactory.getLogger(Counts.class);

    private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,64}");

    private final List<NodeCounts> counted = new CopyOnWriteArrayList<>();

    void add(NodeCounts counts) {
        counted.add(counts);
    }

    Map<String, Long> now() {
        Map<String, Long> now = new TreeMap<>();
        for (NodeCounts each : counted) {
            try {
                each.counts().forEach((name, value) -> add(now, name, value));
            } catch (RuntimeException e) {
                logger.atWarn().setCause(e).log("Counts cannot be told");
            }
        }
        return now;
    }

    /** Adds a count if it is one, and there is room. */
    static void add(Map<String, Long> counts, String name, long value) {
        if (NAME.matcher(name).matches() && counts.size() < MAX) {
            counts.put(name, Math.max(-MAX_VALUE, Math.min(MAX_VALUE, value)));
        }
    }
}
