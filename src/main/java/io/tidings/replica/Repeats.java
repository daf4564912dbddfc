package io.tidings.replica;

import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows the idempotency keys of a log's latest updates, and by them which update repeats an earlier one: the one of its
 * topic and key that stands at most the window before it, itself a repeat or not. The replica's thread takes updates, in the
 * order of the log; any thread may look a key up.
 *
 * <p>What is a repeat follows from the log alone, so that nodes agree, wherever they began to read. Time is therefore the
 * log's own: the greatest timestamp up to an update, 0 at least. All before the first update of a certain time are older
 * than that time, so whoever begins to read there knows the log's time from there on, and all repeats from one window later.
 * The number of updates that are remembered is a bound for each log, for the same reason.
 */
final class Repeats {

    private final long windowMillis;

    private final int maxKeys;

    private final ReplicaMetrics metrics;

    private final Map<Key, Occurrence> latest = new ConcurrentHashMap<>();

    /** Those of the window, oldest first; of a key that was repeated all but the last stand for nothing any more. */
    private final Queue<Occurrence> occurrences = new ArrayDeque<>();

    private long time;

    private volatile long takenOffset = -1;

    /**
     * Knows no key.
     *
     * @param windowMillis how long an update is remembered after the last with its key
     * @param maxKeys the most updates with keys that are remembered
     */
    Repeats(long windowMillis, int maxKeys, ReplicaMetrics metrics) {
        this.windowMillis = windowMillis;
        this.maxKeys = maxKeys;
        this.metrics = metrics;
    }

    /**
     * Takes the log's next update.
     *
     * @return the update that its key stands for: itself, or the one that it repeats; null if it has no key
     */
    @Nullable
    Original take(Update update) {
        time = Math.max(time, update.timestamp());
        forgetOld();
        String text = update.idempotencyKey();
        if (text == null) {
            return null;
        }
        Key key = new Key(update.topic(), text);
        Occurrence before = latest.get(key);
        Original original = before == null ? Original.of(update) : before.original();
        long offset = update.position().offset();
        remember(new Occurrence(key, original, time, offset));
        takenOffset = offset;
        return original;
    }

    /** The update that a key stood for when it was last seen, if that was at this time or later; null if not. Any thread. */
    @Nullable
    Original original(Topic topic, String key, long since) {
        Occurrence known = latest.get(new Key(topic, key));
        return known == null || known.time() < since ? null : known.original();
    }

    /** The update that the key of one that has been taken stands for: itself where the key is forgotten. Any thread. */
    Original original(Update taken) {
        String key = taken.idempotencyKey();
        Original known = key == null ? null : original(taken.topic(), key, 0);
        return known == null ? Original.of(taken) : known;
    }

    /** Whether the update with a key that stands at this offset, or a later one with a key, has been taken. Any thread. */
    boolean hasTaken(long offset) {
        return takenOffset >= offset;
    }

    /** How many keys are known. Any thread. */
    int size() {
        return latest.size();
    }

    private void forgetOld() {
        for (Occurrence oldest = occurrences.peek();
                oldest != null && time - oldest.time() > windowMillis;
                oldest = occurrences.peek()) {
            forgetOldest();
        }
    }

    private void remember(Occurrence occurrence) {
        latest.put(occurrence.key(), occurrence);
        occurrences.add(occurrence);
        if (occurrences.size() > maxKeys && forgetOldest()) {
            metrics.keyForgotten();
        }
    }

    /** Answers whether a key is forgotten by it. */
    private boolean forgetOldest() {
        Occurrence oldest = occurrences.remove();
        return latest.remove(oldest.key(), oldest);
    }

    /** Ordered, for producers choose the texts: by it a map tells those of one hash code apart quickly. */
    private record Key(Topic topic, String text) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byText = text.compareTo(other.text);
            return byText != 0 ? byText : topic.compareTo(other.topic);
        }
    }

    /** The offset makes it differ from all others of its key. */
    private record Occurrence(Key key, Original original, long time, long offset) {}
}
