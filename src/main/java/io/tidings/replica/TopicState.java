package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of one topic: its newest update and its recent history. */
final class TopicState {

    /** The state itself, its place in the map, its topic and the first slots of its history, in bytes, without the name. */
    private static final int OVERHEAD = 240;

    /** What another log that the topic was seen in adds, in bytes, beside its newest update. */
    private static final int MOVED_OVERHEAD = 128;

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
    private final History history = new History();

    private Update newest;

    private long updatedAt;

    private boolean newestInHistory;

    private long edge;

    /** The newest updates of the other logs that the topic was seen in; empty unless it {@link #hasMoved()}. */
    private List<Update> elsewhere = List.of();

    /** The edges in all logs that the topic was seen in; null unless it {@link #hasMoved()}. */
    private @Nullable Map<LogId, Long> edges;

    /** A topic that has had this update, and may have had others up to the edge's offset of which nothing is known. */
    TopicState(Update first, long edge) {
        this.topic = first.topic();
        this.newest = first;
        this.edge = edge;
    }

    Topic topic() {
        return topic;
    }

    Update newest() {
        return newest;
    }

    /** When it was updated last: its update's own time, or that of its arrival if that was in the future. */
    long updatedAt() {
        return updatedAt;
    }

    void updatedAt(long time) {
        updatedAt = time;
    }

    boolean hasHistory() {
        return !history.isEmpty();
    }

    int historySize() {
        return history.size();
    }

    /** The own time of the oldest update in the history. */
    long oldestTime() {
        return history.oldestTime();
    }

    /** Whether the topic was seen in more than one log. */
    boolean hasMoved() {
        return edges != null;
    }

    boolean isIn(LogId log) {
        return edges == null ? isOf(newest, log) : edges.containsKey(log);
    }

    /** Notes that the topic is seen in another log, where it may have had updates up to the edge's offset. */
    void moveTo(LogId log, long newEdge) {
        if (edges == null) {
            edges = new HashMap<>();
            edges.put(logOf(newest), edge);
            elsewhere = new ArrayList<>(2);
        }
        edges.put(log, newEdge);
    }

    /** The highest offset in a log that the topic is in which its history may lack; -1 for none. */
    long edge(LogId log) {
        return edges == null ? edge : edges.getOrDefault(log, Edges.NONE);
    }

    /** Tells the newest update of each log that the topic was seen in. */
    void forEachNewest(Consumer<Update> action) {
        action.accept(newest);
        elsewhere.forEach(action);
    }

    /** The update that came last, whatever its log; null if that is not known any more. */
    @Nullable
    Update lastApplied() {
        if (!history.isEmpty()) {
            return history.latest();
        }
        return hasMoved() ? null : newest;
    }

    /** The history, what came last first. */
    Iterator<Update> latestFirst() {
        return history.latestFirst();
    }

    long bytes() {
        long bytes = OVERHEAD + topic.name().length() + history.bytes() + (newestInHistory ? 0 : Footprint.of(newest));
        for (Update update : elsewhere) {
            bytes += MOVED_OVERHEAD + Footprint.of(update);
        }
        return bytes;
    }

    /** Takes the next update of its log into the history. */
    void add(Update update) {
        history.add(update);
        newestInHistory = settleNewest(update) || newestInHistory;
    }

    /** Takes the next update of its log as the newest only. */
    void addWithoutHistory(Update update) {
        settleNewest(update);
        raiseEdge(update);
    }

    /** Drops the oldest update from the history. */
    void evictOldest() {
        if (edges == null) {
            edge = history.oldestOffset();
            newestInHistory = history.size() > 1;
        } else {
            Update evicted = history.oldest();
            newestInHistory &= !evicted.position().equals(newest.position());
            raiseEdge(evicted);
        }
        history.removeOldest();
    }

    /** Keeps of the newest updates only where they stand, and not what they say. */
    void strip() {
        newest = stripped(newest);
        if (hasMoved()) {
            elsewhere.replaceAll(this::stripped);
        }
    }

    /** Forgets all that came from a log; answers whether anything is left. */
    boolean forget(LogId log) {
        history.retain(update -> !isOf(update, log));
        if (edges != null) {
            edges.remove(log);
            elsewhere.removeIf(update -> isOf(update, log));
        }
        return !isOf(newest, log) || promoteOther();
    }

    private Update stripped(Update update) {
        return new Update(topic, update.position(), update.timestamp(), null, Map.of(), null);
    }

    private void raiseEdge(Update lacking) {
        if (edges == null) {
            edge = lacking.position().offset();
        } else {
            edges.put(logOf(lacking), lacking.position().offset());
        }
    }

    /** Makes the update the newest if it is; a tombstone counts like any other. */
    private boolean settleNewest(Update update) {
        if (edges == null) {
            newest = update;
            return true;
        }
        Source source = update.position().source();
        elsewhere.add(newest);
        elsewhere.removeIf(other -> other.position().source().equals(source));
        elsewhere.add(update);
        chooseNewest();
        return newest.position().equals(update.position());
    }

    private void chooseNewest() {
        newest = elsewhere.stream().max(ACROSS_LOGS).orElseThrow();
        elsewhere.remove(newest);
        newestInHistory = history.contains(newest.position());
    }

    private boolean promoteOther() {
        if (elsewhere.isEmpty()) {
            return false;
        }
        chooseNewest();
        return true;
    }

    private static boolean isOf(Update update, LogId log) {
        return update.position().source().equals(log);
    }

    private static LogId logOf(Update update) {
        return (LogId) update.position().source();
    }

    private static int partition(Update update) {
        return logOf(update).partition();
    }
}
