package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.HashMap;
import java.util.Map;

/**
 * Which lanes want which topics, as bit sets of lane numbers, so that a lane without subscribers is not woken. Only the
 * replica's thread calls.
 */
final class Interests {

    private static final int MAX_RESOLVED = 200_000;

    private final Map<TopicPattern, LaneCounts> exact = new HashMap<>();

    private final Map<String, Map<TopicPattern, LaneCounts>> patterns = new HashMap<>();

    private final Map<Topic, Long> resolved = new HashMap<>();

    /** One more subscription of a lane. */
    void add(TopicPattern pattern, int lane) {
        if (counts(pattern).computeIfAbsent(pattern, p -> new LaneCounts()).increment(lane)) {
            forget(pattern);
        }
    }

    /** One subscription of a lane less. */
    void remove(TopicPattern pattern, int lane) {
        Map<TopicPattern, LaneCounts> siblings = counts(pattern);
        LaneCounts counts = siblings.get(pattern);
        if (counts != null && counts.decrement(lane)) {
            if (counts.lanes() == 0) {
                siblings.remove(pattern);
            }
            forget(pattern);
        }
    }

    /** The lanes that want a topic. */
    long lanes(Topic topic) {
        Long known = resolved.get(topic);
        return known != null ? known : resolve(topic);
    }

    private long resolve(Topic topic) {
        LaneCounts counts = exact.get(new TopicPattern(topic.name()));
        long lanes = counts == null ? 0 : counts.lanes();
        for (Map.Entry<TopicPattern, LaneCounts> entry :
                patterns.getOrDefault(topic.namespace(), Map.of()).entrySet()) {
            if (entry.getKey().matches(topic)) {
                lanes |= entry.getValue().lanes();
            }
        }
        if (resolved.size() >= MAX_RESOLVED) {
            resolved.clear();
        }
        resolved.put(topic, lanes);
        return lanes;
    }

    private Map<TopicPattern, LaneCounts> counts(TopicPattern pattern) {
        return pattern.isExact() ? exact : patterns.computeIfAbsent(pattern.namespace(), name -> new HashMap<>());
    }

    private void forget(TopicPattern pattern) {
        if (pattern.isExact()) {
            pattern.topic().ifPresent(resolved::remove);
        } else {
            resolved.keySet().removeIf(pattern::matches);
        }
    }

    /** How many subscriptions each lane holds. */
    private static final class LaneCounts {

        private final int[] counts = new int[Lanes.MAX_LANES];

        private long lanes;

        long lanes() {
            return lanes;
        }

        /** Returns whether it is the lane's first. */
        boolean increment(int lane) {
            lanes |= 1L << lane;
            return counts[lane]++ == 0;
        }

        /** Returns whether it was the lane's last. */
        boolean decrement(int lane) {
            boolean last = --counts[lane] == 0;
            if (last) {
                lanes &= ~(1L << lane);
            }
            return last;
        }
    }
}
