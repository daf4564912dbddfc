package io.tidings.replica;

import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what somebody gets who has seen nothing: the last updates of each topic, and the last values of the topics that
 * have none of those. The topics that were updated last come first, as far as there is room.
 */
final class Snapshot {

    private final TopicStore store;

    private final ViewQuery query;

    private final int maxUpdates;

    private final List<Update> lastValues = new ArrayList<>();

    private final List<Update> updates = new ArrayList<>();

    private boolean full;

    /** A snapshot of at most so many updates; last values are not counted. */
    Snapshot(TopicStore store, ViewQuery query, int maxUpdates) {
        this.store = store;
        this.query = query;
        this.maxUpdates = maxUpdates;
    }

    /** Collects; to be called once. */
    Snapshot collect() {
        TopicPattern pattern = query.pattern();
        pattern.topic().ifPresentOrElse(topic -> addOne(store.state(topic)), () -> addAll(pattern));
        Collections.reverse(lastValues);
        if (store.hasMoved()) {
            lastValues.sort(TopicStore.LOG_ORDER);
        }
        updates.sort(TopicStore.LOG_ORDER);
        return this;
    }

    /** Those of one log in the order of their offsets. */
    List<Update> lastValues() {
        return lastValues;
    }

    /** Those of one log in the order of their offsets. */
    List<Update> updates() {
        return updates;
    }

    private void addOne(@Nullable TopicState state) {
        if (state != null) {
            add(state);
        }
    }

    private void addAll(TopicPattern pattern) {
        for (TopicState state = store.newest(); state != null; state = store.before(state)) {
            if (pattern.matches(state.topic())) {
                add(state);
            }
        }
    }

    private void add(TopicState state) {
        int count = Math.min(query.history(), state.historySize());
        full |= updates.size() + count > maxUpdates;
        if (count > 0 && !full) {
            addHistory(state, count);
        } else if (query.lastValues()) {
            addLast(state);
        }
    }

    private void addHistory(TopicState state, int count) {
        Iterator<Update> latestFirst = state.latestFirst();
        for (int i = 0; i < count; i++) {
            updates.add(latestFirst.next());
        }
    }

    private void addLast(TopicState state) {
        Update last = store.last(state);
        if (last != null) {
            lastValues.add(last);
        }
    }
}
