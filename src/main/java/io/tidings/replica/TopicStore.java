package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one durable namespace: last values and recent history, bounded by the namespace's policy, and the lower
 * edge of what can be proven from them.
 *
 * <p>Age is measured by the updates' own time, where that is not in the future. It is looked at when a topic is updated
 * and when the store is {@link #sweep() swept}.
 */
final class TopicStore {

    private static final Comparator<Update> LOG_ORDER = Comparator.comparing(TopicStore::log)
            .thenComparingLong(update -> update.position().offset());

    private final Policy policy;

    private final Clock clock;

    private final ReplicaMetrics metrics;

    private final Map<Topic, TopicState> states = new HashMap<>();

    /** Topics without history. All were last updated before all {@link #recent} ones. */
    private final Topics settled = new Topics();

    private final Topics recent = new Topics();

    /** By log, the highest offset of an update that may be unknown here for another reason than its topic's history. */
    private final Map<LogId, Long> edges = new HashMap<>();

    private long bytes;

    /** Whether a topic was ever seen in two logs: then the lists are not quite in offset order. */
    private boolean unordered;

    TopicStore(Policy policy, Clock clock, ReplicaMetrics metrics) {
        this.policy = policy;
        this.clock = clock;
        this.metrics = metrics;
    }

    int size() {
        return states.size();
    }

    long bytes() {
        return bytes;
    }

    /**
     * Takes the next update of its log.
     *
     * @return the same update with the topic's canonical instance, which all updates of a topic share
     */
    Update put(Update update) {
        TopicState state = states.get(update.topic());
        if (state == null) {
            return putFirst(update);
        }
        Update shared = share(update, state);
        long before = state.bytes();
        if (!state.hasMoved() && !log(shared).equals(log(state.newest()))) {
            noteMove(state);
        }
        listOf(state).remove(state);
        add(state, shared);
        bytes += state.bytes() - before;
        return shared;
    }

    /** The topic's last value; null where there is none, or the namespace retains none. */
    @Nullable
    Update last(Topic topic) {
        TopicState state = states.get(topic);
        return state == null ? null : last(state);
    }

    /** The last values of the topics that a pattern covers; those of one log in the order of their offsets. */
    List<Update> last(TopicPattern pattern) {
        if (!policy.retain()) {
            return List.of();
        }
        List<Update> values = new ArrayList<>();
        pattern.topic().ifPresentOrElse(topic -> addLast(states.get(topic), values), () -> addAll(pattern, values));
        return List.copyOf(values);
    }

    /** The recent updates of a topic, oldest first. */
    List<Update> history(Topic topic) {
        TopicState state = states.get(topic);
        return state == null ? List.of() : state.history();
    }

    /**
     * The lower edge: a client that has seen all of the log up to this offset, or a higher one, can be given all that the
     * topic has had since. Of a topic that is not known here, the edge is the log's.
     */
    long lowerEdge(LogId log, @Nullable Topic topic) {
        long edge = edges.getOrDefault(log, -1L);
        TopicState state = topic == null ? null : states.get(topic);
        return state != null && log(state.newest()).equals(log) ? Math.max(edge, state.evictedOffset()) : edge;
    }

    /** Notes that updates of the log up to this offset may be unknown. */
    void raiseEdge(LogId log, long offset) {
        edges.merge(log, offset, Math::max);
    }

    /** Forgets all that came from a log. */
    void forget(LogId log) {
        edges.remove(log);
        List.copyOf(states.values()).forEach(state -> forget(state, log));
    }

    /** Drops the history of the topics whose newest update has got older than the window. */
    void sweep() {
        long cutoff = cutoff();
        TopicState state = recent.oldest();
        while (state != null && time(state.newest()) < cutoff) {
            while (state.hasHistory()) {
                evictOldest(state);
            }
            settle(state);
            state = recent.oldest();
        }
    }

    /**
     * Makes room: drops the oldest update from the history of the topic that was updated least recently or, where there is
     * no history left, that topic with its last value.
     *
     * @return whether there was anything to drop
     */
    boolean evict() {
        TopicState state = recent.oldest();
        if (state == null) {
            return evictTopic(settled.oldest());
        }
        if (state.hasHistory()) {
            evictOldest(state);
        }
        if (!state.hasHistory()) {
            settle(state);
        }
        metrics.evicted();
        return true;
    }

    private Update putFirst(Update update) {
        if (states.size() >= policy.maxTopics()) {
            evictTopic(settled.oldest() == null ? recent.oldest() : settled.oldest());
        }
        TopicState state = new TopicState(update);
        states.put(update.topic(), state);
        add(state, update);
        bytes += state.bytes();
        return update;
    }

    /** From here on what its history loses raises the edges of its logs, for it has no log of its own any more. */
    private void noteMove(TopicState state) {
        unordered = true;
        metrics.moved();
        raiseEdge(log(state.newest()), state.evictedOffset());
    }

    private void add(TopicState state, Update update) {
        if (policy.history().size() == 0) {
            addWithoutHistory(state, update);
        } else {
            addToHistory(state, update);
        }
    }

    private void addWithoutHistory(TopicState state, Update update) {
        state.addWithoutHistory(update);
        if (state.hasMoved()) {
            raiseEdge(log(update), update.position().offset());
        }
        if (!policy.retain()) {
            state.strip();
        }
        settled.add(state);
    }

    private void addToHistory(TopicState state, Update update) {
        state.add(update);
        long cutoff = cutoff();
        while (state.historySize() > policy.history().size()
                || (state.historySize() > 1 && time(state.oldestInHistory()) < cutoff)) {
            evictFromHistory(state);
        }
        recent.add(state);
    }

    private void evictOldest(TopicState state) {
        long before = state.bytes();
        evictFromHistory(state);
        bytes += state.bytes() - before;
    }

    private void evictFromHistory(TopicState state) {
        Update evicted = state.evictOldest();
        if (state.hasMoved()) {
            raiseEdge(log(evicted), evicted.position().offset());
        }
    }

    /** Moves a topic that has lost its history to the others without one, or forgets it if it has no last value either. */
    private void settle(TopicState state) {
        recent.remove(state);
        settled.add(state);
        if (policy.retain() && state.newest().isDeletion()) {
            remove(state);
        } else if (!policy.retain()) {
            long before = state.bytes();
            state.strip();
            bytes += state.bytes() - before;
        }
    }

    private boolean evictTopic(@Nullable TopicState state) {
        if (state == null) {
            return false;
        }
        metrics.forgotten();
        remove(state);
        return true;
    }

    private void remove(TopicState state) {
        raiseEdge(log(state.newest()), state.newest().position().offset());
        listOf(state).remove(state);
        states.remove(state.topic());
        bytes -= state.bytes();
    }

    private void forget(TopicState state, LogId log) {
        long before = state.bytes();
        Topics list = listOf(state);
        boolean left = state.forget(log);
        bytes += state.bytes() - before;
        if (!left) {
            list.remove(state);
            states.remove(state.topic());
            bytes -= state.bytes();
        } else if (list != listOf(state)) {
            list.remove(state);
            settled.add(state);
        }
    }

    @SuppressWarnings("ReferenceEquality") // It is the instance that is to be shared.
    private static Update share(Update update, TopicState state) {
        return update.topic() == state.topic()
                ? update
                : new Update(
                        state.topic(),
                        update.position(),
                        update.timestamp(),
                        update.contentType(),
                        update.headers(),
                        update.body());
    }

    private Topics listOf(TopicState state) {
        return state.hasHistory() ? recent : settled;
    }

    private void addAll(TopicPattern pattern, List<Update> values) {
        settled.forEach(state -> addMatching(pattern, state, values));
        recent.forEach(state -> addMatching(pattern, state, values));
        if (unordered) {
            values.sort(LOG_ORDER);
        }
    }

    private void addMatching(TopicPattern pattern, TopicState state, List<Update> values) {
        if (pattern.matches(state.topic())) {
            addLast(state, values);
        }
    }

    private void addLast(@Nullable TopicState state, List<Update> values) {
        Update last = state == null ? null : last(state);
        if (last != null) {
            values.add(last);
        }
    }

    private @Nullable Update last(TopicState state) {
        return policy.retain() && !state.newest().isDeletion() ? state.newest() : null;
    }

    private long cutoff() {
        return clock.millis() - policy.history().window().toMillis();
    }

    private static LogId log(Update update) {
        return (LogId) update.position().source();
    }

    private long time(Update update) {
        return Math.min(update.timestamp(), clock.millis());
    }
}
