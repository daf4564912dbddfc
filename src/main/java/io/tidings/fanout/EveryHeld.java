package io.tidings.fanout;

import io.tidings.topic.Update;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds all news, in order. */
final class EveryHeld implements Held {

    private final Deque<Update> updates = new ArrayDeque<>();

    private final int most;

    EveryHeld(int most) {
        this.most = most;
    }

    /** Takes all or, where there is no room for all, none. */
    @Override
    public boolean add(List<Update> news, long nowNanos) {
        if (updates.size() + news.size() > most) {
            return false;
        }
        updates.addAll(news);
        return true;
    }

    @Override
    public @Nullable Update poll(long nowNanos) {
        return updates.poll();
    }

    @Override
    public int ready(long nowNanos) {
        return updates.size();
    }

    @Override
    public boolean isResting() {
        return false;
    }

    @Override
    public long restsUntilNanos() {
        throw new IllegalStateException("nothing rests");
    }

    @Override
    public void clear() {
        updates.clear();
    }
}
