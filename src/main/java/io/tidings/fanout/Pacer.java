package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most one update of a topic through in an interval, for all members of a group alike: at once if the topic was
 * quiet for that long, else the newest when the interval ends. Topics that are quiet are forgotten.
 */
final class Pacer {

    private static final Comparator<Slot> BY_NUMBER = Comparator.comparingLong(slot -> slot.number);

    private static final long UNKNOWN = -1;

    private final long intervalNanos;

    private final int mostTopics;

    /** The topics of which an update was let through in the last interval, or is about to be. */
    private final Map<Topic, Slot> slots = new HashMap<>();

    /** Those whose interval runs, by its end. */
    private final Deque<Slot> running = new ArrayDeque<>();

    /** Those whose update may pass. */
    private final List<Slot> ready = new ArrayList<>();

    private final List<Update> passed = new ArrayList<>();

    private final List<Long> passedNumbers = new ArrayList<>();

    /** How many have come, which is the number of the last. */
    private long number;

    /** The lowest number of those that waited when the last take ended, once somebody has asked. */
    private long firstWaiting = Long.MAX_VALUE;

    /**
     * Knows no topic.
     *
     * @param mostTopics the most topics that are watched; what comes of others meanwhile passes at once
     */
    Pacer(long intervalNanos, int mostTopics) {
        this.intervalNanos = intervalNanos;
        this.mostTopics = mostTopics;
    }

    private static final class Slot {

        private final Topic topic;

        private boolean watched;

        private long endNanos;

        private @Nullable Update update;

        private long number;

        Slot(Topic topic) {
            this.topic = topic;
        }
    }

    /** The number of the last update that has come. */
    long number() {
        return number;
    }

    /** Takes news, in order. Returns how many gave way to a newer one of their topic. */
    int add(List<Update> news) {
        int gaveWay = 0;
        for (int i = 0; i < news.size(); i++) {
            gaveWay += add(news.get(i)) ? 1 : 0;
        }
        return gaveWay;
    }

    /** What may pass now, in the order in which it came; good until the next take. */
    List<Update> take(long nowNanos) {
        passed.clear();
        passedNumbers.clear();
        while (!running.isEmpty() && running.element().endNanos - nowNanos <= 0) {
            end(running.remove());
        }
        ready.sort(BY_NUMBER);
        for (int i = 0; i < ready.size(); i++) {
            pass(ready.get(i), nowNanos);
        }
        ready.clear();
        firstWaiting = UNKNOWN;
        return passed;
    }

    /** What came after the update of this number, of what was taken last. */
    List<Update> passedAfter(long seen) {
        int found = Collections.binarySearch(passedNumbers, seen);
        return passed.subList(found < 0 ? -found - 1 : found + 1, passed.size());
    }

    /** Whether an update of up to this number waited when the last take ended. */
    boolean isWaiting(long upTo) {
        if (firstWaiting == UNKNOWN) {
            firstWaiting = firstWaiting();
        }
        return firstWaiting <= upTo;
    }

    /** Whether it knows a topic, and so something to do at {@link #nextNanos()}. */
    boolean isRunning() {
        return !running.isEmpty();
    }

    /** When the first interval ends. */
    long nextNanos() {
        return running.element().endNanos;
    }

    private boolean add(Update update) {
        number++;
        Slot slot = slots.get(update.topic());
        if (slot == null) {
            slot = new Slot(update.topic());
            ready.add(slot);
            if (slots.size() < mostTopics) {
                slots.put(slot.topic, slot);
                slot.watched = true;
            }
        }
        boolean gaveWay = slot.update != null;
        slot.update = update;
        slot.number = number;
        return gaveWay;
    }

    private void end(Slot slot) {
        if (slot.update != null) {
            ready.add(slot);
        } else {
            slots.remove(slot.topic);
        }
    }

    private long firstWaiting() {
        long first = Long.MAX_VALUE;
        for (Slot slot : running) {
            if (slot.update != null) {
                first = Math.min(first, slot.number);
            }
        }
        return first;
    }

    private void pass(Slot slot, long nowNanos) {
        if (slot.update != null) {
            passed.add(slot.update);
            passedNumbers.add(slot.number);
        }
        slot.update = null;
        slot.endNanos = nowNanos + intervalNanos;
        if (slot.watched) {
            running.add(slot);
        }
    }
}
