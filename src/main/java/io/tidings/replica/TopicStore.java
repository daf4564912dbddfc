package io.tidings.replica;

import io.tidings.replica.ReplicaMetrics.Eviction;
import io.tidings.replica.ReplicaMetrics.Forgotten;
import io.tidings.topic.LogId;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Clock;
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

    /** By log and offset: a namespace has one log for each partition. */
    static final Comparator<Update> LOG_ORDER = TopicStore::compare;

    private final Policy policy;

    private final Clock clock;

    private final ReplicaMetrics metrics;

    private final Map<Topic, TopicState> states = new HashMap<>();

    /** Topics without history. All were last updated before all {@link #recent} ones. */
    private final Topics settled = new Topics();

    private final Topics recent = new Topics();

    private final Edges edges = new Edges();

    private long bytes;

    /** Whether a topic was ever seen in two logs: then last values are not quite in offset order. */
    private boolean moved;

    /** Made when they are first asked for, and anew once a topic has come or gone. */
    private @Nullable TopicNames names;

    /** Whether the lists are in the order in which the topics' last updates came. */
    private boolean inOrder = true;

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
        if (!state.isIn(log(shared))) {
            move(state, log(shared));
        }
        listOf(state).remove(state);
        add(state, shared);
        bytes += state.bytes() - before;
        return shared;
    }

    @Nullable
    TopicState state(Topic topic) {
        return states.get(topic);
    }

    /** The names of all topics: copied, which takes some 10 ns for each, unless they are the same as the last time. */
    TopicNames names() {
        if (names == null) {
            names = new TopicNames(states.keySet());
        }
        return names;
    }

    /** What is known of a topic; null where nothing is. */
    @Nullable
    TopicFacts facts(Topic topic) {
        TopicState state = states.get(topic);
        if (state == null) {
            return null;
        }
        Update newest = state.newest();
        return new TopicFacts(topic, newest.position(), newest.timestamp(), last(state), state.historySize());
    }

    /** The topic that was updated last; from there {@link #before} leads to all others. */
    @Nullable
    TopicState newest() {
        return recent.newest() == null ? settled.newest() : recent.newest();
    }

    /** The topic that was updated before this one. */
    @Nullable
    TopicState before(TopicState state) {
        return state.older == null && state.hasHistory() ? settled.newest() : state.older;
    }

    /** The topic's last value; null where there is none, or the namespace retains none. */
    @Nullable
    Update last(TopicState state) {
        return policy.retain() && !state.newest().isDeletion() ? state.newest() : null;
    }

    /** Whether {@link #before} meets topics in the order in which their last updates were applied. */
    boolean isInOrder() {
        return inOrder;
    }

    /** Whether a topic was ever seen in two logs. */
    boolean hasMoved() {
        return moved;
    }

    /** Where what is known begins. */
    Edges edges() {
        return edges;
    }

    /** Forgets all that came from a log. */
    void forget(LogId log) {
        edges.remove(log);
        List.copyOf(states.values()).forEach(state -> forget(state, log));
    }

    /** Drops the history of the topics whose newest update has got older than the window. */
    void sweep() {
        long cutoff = cutoff(clock.millis());
        TopicState state = recent.oldest();
        while (state != null && state.updatedAt() < cutoff) {
            while (state.hasHistory()) {
                evictOldest(state, Eviction.HISTORY_WINDOW);
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
            return evictTopic(settled.oldest(), Forgotten.MAX_SIZE);
        }
        evictOldest(state, Eviction.MAX_SIZE);
        if (!state.hasHistory()) {
            settle(state);
        }
        return true;
    }

    private Update putFirst(Update update) {
        long edge = edges.forgotten(log(update));
        if (states.size() >= policy.maxTopics()) {
            evictTopic(settled.oldest() == null ? recent.oldest() : settled.oldest(), Forgotten.MAX_TOPICS);
        }
        TopicState state = new TopicState(update, edge);
        states.put(update.topic(), state);
        names = null;
        add(state, update);
        bytes += state.bytes();
        return update;
    }

    /** What it had in the other log before it was forgotten here, if it was, is not known. */
    private void move(TopicState state, LogId log) {
        if (!state.hasMoved()) {
            moved = true;
            metrics.moved();
        }
        state.moveTo(log, edges.forgotten(log));
    }

    private void add(TopicState state, Update update) {
        long now = clock.millis();
        state.updatedAt(Math.min(update.timestamp(), now));
        if (policy.history().size() == 0) {
            addWithoutHistory(state, update);
        } else {
            addToHistory(state, update, cutoff(now));
        }
    }

    private void addWithoutHistory(TopicState state, Update update) {
        state.addWithoutHistory(update);
        if (!policy.retain()) {
            state.strip();
        }
        settled.add(state);
    }

    private void addToHistory(TopicState state, Update update, long cutoff) {
        state.add(update);
        while (state.historySize() > 1 && state.oldestTime() < cutoff) {
            state.evictOldest();
            metrics.evicted(Eviction.HISTORY_WINDOW);
        }
        while (state.historySize() > policy.history().size()) {
            state.evictOldest();
            metrics.evicted(Eviction.HISTORY_SIZE);
        }
        recent.add(state);
    }

    private void evictOldest(TopicState state, Eviction reason) {
        long before = state.bytes();
        state.evictOldest();
        bytes += state.bytes() - before;
        metrics.evicted(reason);
    }

    /** Moves a topic that has lost its history to the others without one, or forgets it if it has no last value either. */
    private void settle(TopicState state) {
        recent.remove(state);
        settled.add(state);
        if (policy.retain() && state.newest().isDeletion()) {
            forgetTopic(state, Forgotten.CLEARED);
        } else if (!policy.retain()) {
            long before = state.bytes();
            state.strip();
            bytes += state.bytes() - before;
        }
    }

    private boolean evictTopic(@Nullable TopicState state, Forgotten reason) {
        if (state == null) {
            return false;
        }
        forgetTopic(state, reason);
        return true;
    }

    private void forgetTopic(TopicState state, Forgotten reason) {
        state.forEachNewest(
                update -> edges.raiseForgotten(log(update), update.position().offset()));
        metrics.forgotten(reason);
        remove(state);
    }

    private void remove(TopicState state) {
        listOf(state).remove(state);
        states.remove(state.topic());
        names = null;
        bytes -= state.bytes();
    }

    private void forget(TopicState state, LogId log) {
        long before = state.bytes();
        Topics list = listOf(state);
        boolean left = state.forget(log);
        inOrder &= !left || !state.hasMoved();
        bytes += state.bytes() - before;
        if (!left) {
            list.remove(state);
            states.remove(state.topic());
            names = null;
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

    /** Never after now, so that a time in the future need not be taken for now. */
    private long cutoff(long now) {
        return now - policy.history().window().toMillis();
    }

    private static int compare(Update one, Update other) {
        int byPartition = Integer.compare(log(one).partition(), log(other).partition());
        return byPartition != 0
                ? byPartition
                : Long.compare(one.position().offset(), other.position().offset());
    }

    private static LogId log(Update update) {
        return (LogId) update.position().source();
    }
}
