package io.tidings.replica;

import io.tidings.topic.Batch;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Batches of one log that came before what precedes them, in the order of their ranges. */
final class HeldBatches {

    private final HeldBudget budget;

    private final TreeMap<Long, Held> byFrom = new TreeMap<>();

    HeldBatches(HeldBudget budget) {
        this.budget = budget;
    }

    /**
     * Holds a batch, in place of a shorter one that begins where it begins.
     *
     * @param question how many times the log has been asked for its head before the batch came
     * @return whether there was room
     */
    boolean add(Batch batch, long question) {
        Held known = byFrom.get(batch.from());
        if (known != null && known.batch().to() >= batch.to()) {
            return true;
        }
        int bytes = Footprint.of(batch);
        if (!budget.take(bytes)) {
            return false;
        }
        release(byFrom.put(batch.from(), new Held(batch, bytes, question)));
        return true;
    }

    boolean isEmpty() {
        return byFrom.isEmpty();
    }

    /** Where the first one begins; {@code otherwise} if there is none. */
    long from(long otherwise) {
        return byFrom.isEmpty() ? otherwise : byFrom.firstKey();
    }

    /** Takes the first one out if it begins at or below {@code next}. */
    @Nullable
    Batch poll(long next) {
        Map.Entry<Long, Held> first = byFrom.firstEntry();
        if (first == null || first.getKey() > next) {
            return null;
        }
        byFrom.pollFirstEntry();
        release(first.getValue());
        return first.getValue().batch();
    }

    /** Discards those that end past the head in spite of having come before the question that it answers; says how many. */
    int discardPast(long head, long question) {
        int discarded = 0;
        for (Iterator<Held> all = byFrom.values().iterator(); all.hasNext(); ) {
            Held held = all.next();
            if (held.batch().to() > head && held.question() < question) {
                all.remove();
                release(held);
                discarded++;
            }
        }
        return discarded;
    }

    void clear() {
        byFrom.values().forEach(this::release);
        byFrom.clear();
    }

    private void release(@Nullable Held held) {
        if (held != null) {
            budget.give(held.bytes());
        }
    }

    private record Held(Batch batch, int bytes, long question) {}
}
