package io.tidings.replica;

import io.tidings.topic.Position;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The recent updates of one topic, in the order of arrival. What is asked of the oldest with every new one stands beside
 * them in one array: the update itself has long left the processor's cache by then.
 */
final class History {

    /** What stands beside an update: its time, its offset, its footprint. */
    private static final int FACTS = 3;

    private static final int FIRST_CAPACITY = 2;

    private static final @Nullable Update[] NO_UPDATES = {};

    private static final long[] NO_FACTS = {};

    /** A ring. */
    private @Nullable Update[] updates = NO_UPDATES;

    private long[] facts = NO_FACTS;

    private int first;

    private int size;

    private long bytes;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** What the updates take, in bytes. */
    long bytes() {
        return bytes;
    }

    void add(Update update) {
        if (size == updates.length) {
            resize(Math.max(FIRST_CAPACITY, 2 * size));
        }
        int slot = slot(size);
        int cost = Footprint.of(update);
        updates[slot] = update;
        facts[FACTS * slot] = update.timestamp();
        facts[FACTS * slot + 1] = update.position().offset();
        facts[FACTS * slot + 2] = cost;
        size++;
        bytes += cost;
    }

    /** The oldest update's own time. */
    long oldestTime() {
        return facts[FACTS * first];
    }

    long oldestOffset() {
        return facts[FACTS * first + 1];
    }

    Update oldest() {
        return get(0);
    }

    Update latest() {
        return get(size - 1);
    }

    void removeOldest() {
        bytes -= facts[FACTS * first + 2];
        updates[first] = null;
        first = slot(1);
        size--;
        if (size == 0) {
            clear();
        }
    }

    /** Keeps only what is so. */
    void retain(Predicate<Update> wanted) {
        List<Update> kept = list().stream().filter(wanted).toList();
        clear();
        kept.forEach(this::add);
    }

    boolean contains(Position position) {
        return list().stream().anyMatch(update -> update.position().equals(position));
    }

    /** What came last first. */
    Iterator<Update> latestFirst() {
        return new Iterator<>() {

            private int rest = size;

            @Override
            public boolean hasNext() {
                return rest > 0;
            }

            @Override
            public Update next() {
                if (rest == 0) {
                    throw new NoSuchElementException();
                }
                return get(--rest);
            }
        };
    }

    private List<Update> list() {
        List<Update> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(get(i));
        }
        return all;
    }

    private Update get(int index) {
        return Objects.requireNonNull(updates[slot(index)]);
    }

    private int slot(int index) {
        int slot = first + index;
        return slot < updates.length ? slot : slot - updates.length;
    }

    /** Most topics have no history most of the time. */
    private void clear() {
        updates = NO_UPDATES;
        facts = NO_FACTS;
        first = 0;
        size = 0;
        bytes = 0;
    }

    private void resize(int capacity) {
        int straight = updates.length - first;
        @Nullable Update[] moved = Arrays.copyOfRange(updates, first, first + capacity);
        System.arraycopy(updates, 0, moved, straight, first);
        long[] movedFacts = Arrays.copyOfRange(facts, FACTS * first, FACTS * (first + capacity));
        System.arraycopy(facts, 0, movedFacts, FACTS * straight, FACTS * first);
        updates = moved;
        facts = movedFacts;
        first = 0;
    }
}
