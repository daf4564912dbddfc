package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what came after a cursor, or finds out that it cannot be proven.
 *
 * <p>The proof is by topic and log. One that is known here has had no more than what its history holds, if the client has
 * seen the log up to the highest offset that may be missing from it; and nothing at all, however old it is, if the client
 * has seen its newest update. Of topics that are not known here the log's own edge tells. An exact topic that is known is
 * looked for in the logs that it was seen in only: a topic that moves to another log is outside the promise.
 */
final class Recovery {

    private final TopicStore store;

    private final Seen seen;

    private final int maxUpdates;

    private final List<Update> updates = new ArrayList<>();

    /** Whether the client has seen each log up to its own edge: then only those of topics are left to look at. */
    private boolean logsProven;

    private @Nullable Doubt doubt;

    /** A recovery that gives up past so many updates. */
    Recovery(TopicStore store, Seen seen, int maxUpdates) {
        this.store = store;
        this.seen = seen;
        this.maxUpdates = maxUpdates;
    }

    Missed of(TopicPattern pattern) {
        pattern.topic().ifPresentOrElse(topic -> collectOne(store.state(topic)), () -> collectAll(pattern));
        if (doubt != null) {
            return Missed.unproven(doubt);
        }
        updates.sort(TopicStore.LOG_ORDER);
        return Missed.of(updates);
    }

    private void collectOne(@Nullable TopicState state) {
        if (state == null) {
            proveUnknown();
        } else {
            collect(state);
        }
    }

    /**
     * Walks from the topic that was updated last to the one that was updated first. All that is owed of a log was applied
     * after any update of the log that the client has seen: once one was met in each log, the rest owe nothing.
     */
    private void collectAll(TopicPattern pattern) {
        proveUnknown();
        BitSet unmet = seen.behind();
        for (TopicState state = store.newest(); state != null && isOpen(unmet); state = store.before(state)) {
            boolean covered = meet(state.lastApplied(), unmet);
            if ((!covered || state.hasMoved()) && pattern.matches(state.topic())) {
                collect(state);
            }
        }
    }

    private boolean meet(@Nullable Update last, BitSet unmet) {
        if (last == null || !seen.covers(last)) {
            return false;
        }
        unmet.clear(((LogId) last.position().source()).partition());
        return true;
    }

    private void proveUnknown() {
        for (LogId log : seen.logs()) {
            if (!seen.names(log)) {
                doubt = Doubt.UNNAMED_LOG;
            } else if (doubt == null && seen.offset(log) < store.edges().ofUnknown(log)) {
                doubt = Doubt.BELOW_EDGE;
            }
        }
        logsProven = doubt == null;
    }

    private boolean isOpen(BitSet unmet) {
        return doubt == null && (!unmet.isEmpty() || !store.isInOrder());
    }

    private void collect(TopicState state) {
        state.forEachNewest(newest -> prove(state, newest));
        Iterator<Update> latestFirst = state.latestFirst();
        while (doubt == null && latestFirst.hasNext()) {
            Update update = latestFirst.next();
            if (!seen.covers(update)) {
                add(update);
            } else if (!state.hasMoved()) {
                return;
            }
        }
    }

    private void prove(TopicState state, Update newest) {
        LogId log = (LogId) newest.position().source();
        if (!seen.names(log)) {
            doubt = Doubt.UNNAMED_LOG;
        } else if (!isProven(state, log, newest.position().offset())) {
            doubt = Doubt.BELOW_EDGE;
        }
    }

    private boolean isProven(TopicState state, LogId log, long newest) {
        long offset = seen.offset(log);
        return (offset >= state.edge(log)
                        && (logsProven || offset >= store.edges().ofAll(log)))
                || (offset >= newest && newest > store.edges().lost(log));
    }

    private void add(Update update) {
        if (updates.size() == maxUpdates) {
            doubt = Doubt.TOO_MUCH;
        } else {
            updates.add(update);
        }
    }
}
