package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.List;

/**
 * Which lanes want which topics, as bit sets of lane numbers, so that a lane without subscribers is not woken. Only the
 * replica's thread calls.
 */
final class Interests {

    private final TopicIndex<LaneCounts> counts = new TopicIndex<>();

    /** One more subscription of a lane. */
    void add(TopicPattern pattern, int lane) {
        LaneCounts known = counts.get(pattern);
        if (known == null) {
            known = new LaneCounts();
            counts.put(pattern, known);
        }
        known.increment(lane);
    }

    /** One subscription of a lane less. */
    void remove(TopicPattern pattern, int lane) {
        LaneCounts known = counts.get(pattern);
        if (known != null) {
            known.decrement(lane);
            if (known.lanes == 0) {
                counts.remove(pattern);
            }
        }
    }

    /** The lanes that want a topic. */
    long lanes(Topic topic) {
        List<LaneCounts> found = counts.find(topic);
        long lanes = 0;
        for (int i = 0; i < found.size(); i++) {
            lanes |= found.get(i).lanes;
        }
        return lanes;
    }

    /** How many subscriptions cover a topic. What is found is not kept: whoever asks goes through topics that nobody updates. */
    int count(Topic topic) {
        int total = 0;
        for (LaneCounts found : counts.look(topic)) {
            total += found.total;
        }
        return total;
    }

    /** How many subscriptions each lane holds. */
    private static final class LaneCounts {

        private final int[] counts = new int[Lanes.MAX_LANES];

        private long lanes;

        private int total;

        void increment(int lane) {
            total++;
            counts[lane]++;
            lanes |= 1L << lane;
        }

        void decrement(int lane) {
            total--;
            if (--counts[lane] == 0) {
                lanes &= ~(1L << lane);
            }
        }
    }
}
