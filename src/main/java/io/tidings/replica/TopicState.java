package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one topic: its newest update and its recent history. */
final class TopicState {

    /** The state itself, its place in the map, its topic and the first slots of its history, in bytes. */
    private static final int OVERHEAD = 320;

    /** Which of two logs' newest updates is the topic's: all nodes agree on it, whatever the order of arrival. */
    private static final Comparator<Update> ACROSS_LOGS = Comparator.comparingLong(Update::timestamp)
            .thenComparingInt(TopicState::partition)
            .thenComparingLong(update -> update.position().offset());

    /** Neighbours in the {@link Topics} list that the topic stands in. */
    @Nullable
    TopicState older;

    @Nullable
    TopicState newer;

    private final Topic topic;

    /** In the order of arrival, which is offset order within a log. */
    private final ArrayDeque<Update> history = new ArrayDeque<>(2);

    private Update newest;

    private boolean newestInHistory;

    private long historyBytes;

    /** The newest updates of the other logs that the topic was seen in; null unless it moved between partitions. */
    private @Nullable List<Update> elsewhere;

    private long evictedOffset = -1;

    TopicState(Update first) {
        this.topic = first.topic();
        this.newest = first;
    }

    Topic topic() {
        return topic;
    }

    Update newest() {
        return newest;
    }

    boolean hasHistory() {
        return !history.isEmpty();
    }

    int historySize() {
        return history.size();
    }

    Update oldestInHistory() {
        return history.getFirst();
    }

    /** Whether the topic was seen in more than one log. */
    boolean hasMoved() {
        return elsewhere != null;
    }

    /** The highest offset that its history has lost; -1 for none, and for a topic that {@link #hasMoved()}. */
    long evictedOffset() {
        return hasMoved() ? -1 : evictedOffset;
    }

    List<Update> history() {
        return List.copyOf(history);
    }

    long bytes() {
        return OVERHEAD + historyBytes + (newestInHistory ? 0 : Footprint.of(newest));
    }

    /** Takes the next update of its log into the history. */
    void add(Update update) {
        history.addLast(update);
        historyBytes += Footprint.of(update);
        newestInHistory = settleNewest(update) || newestInHistory;
    }

    /** Takes the next update of its log as the newest only. */
    void addWithoutHistory(Update update) {
        settleNewest(update);
        evictedOffset = update.position().offset();
    }

    /** Drops the oldest update from the history. */
    Update evictOldest() {
        Update evicted = history.removeFirst();
        historyBytes -= Footprint.of(evicted);
        if (evicted.position().equals(newest.position())) {
            newestInHistory = false;
        }
        evictedOffset = evicted.position().offset();
        return evicted;
    }

    /** Keeps of the newest update only where it stands, and not what it says. */
    void strip() {
        newest = new Update(topic, newest.position(), newest.timestamp(), null, Map.of(), null);
    }

    /** Forgets all that came from a log; answers whether anything is left. */
    boolean forget(LogId log) {
        for (Iterator<Update> updates = history.iterator(); updates.hasNext(); ) {
            Update update = updates.next();
            if (update.position().source().equals(log)) {
                historyBytes -= Footprint.of(update);
                updates.remove();
            }
        }
        if (elsewhere != null) {
            elsewhere.removeIf(update -> update.position().source().equals(log));
        }
        return !newest.position().source().equals(log) || promoteOther();
    }

    /** Makes the update the newest if it is; a tombstone counts like any other. */
    private boolean settleNewest(Update update) {
        Source source = update.position().source();
        if (elsewhere == null && newest.position().source().equals(source)) {
            newest = update;
            return true;
        }
        return settleAcrossLogs(update, source);
    }

    private boolean settleAcrossLogs(Update update, Source source) {
        List<Update> newestByLog = elsewhere == null ? new ArrayList<>(2) : elsewhere;
        newestByLog.add(newest);
        newestByLog.removeIf(other -> other.position().source().equals(source));
        newestByLog.add(update);
        elsewhere = newestByLog;
        chooseNewest(newestByLog);
        return newest.position().equals(update.position());
    }

    private void chooseNewest(List<Update> newestByLog) {
        newest = newestByLog.stream().max(ACROSS_LOGS).orElseThrow();
        newestByLog.remove(newest);
        newestInHistory = history.contains(newest);
    }

    private boolean promoteOther() {
        if (elsewhere == null || elsewhere.isEmpty()) {
            return false;
        }
        chooseNewest(elsewhere);
        return true;
    }

    private static int partition(Update update) {
        return update.position().source() instanceof LogId log ? log.partition() : -1;
    }
}
