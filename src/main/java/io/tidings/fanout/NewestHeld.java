package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the newest update of each topic: what a subscription that conflates is sent once its client takes something again,
 * those of one log in the order of their offsets.
 *
 * <p>Where there is a rate, the news are what {@link Pacer} let through, and what is sent of them in time keeps to it. What
 * is sent late does not, so its topic rests: the next waits for the one after it, with which the subscription is back in
 * step with its group, and goes alone if none comes.
 */
final class NewestHeld implements Held {

    /** What is sent within this part of an interval is in time. */
    private static final int LATE_PART = 10;

    private final long intervalNanos;

    private final long waitNanos;

    private final int mostTopics;

    private final LongConsumer conflated;

    /** By the last access: a newer update takes its topic to the end. */
    private final Map<Topic, Update> ready = new LinkedHashMap<>(16, 0.75f, true);

    /** By the end of the rest. */
    private final Map<Topic, Rest> resting = new LinkedHashMap<>();

    private long readySinceNanos;

    /**
     * Holds nothing.
     *
     * @param intervalNanos the shortest time between two updates of a topic, to which the news keep; 0 for none
     * @param conflated told how many updates gave way to newer ones
     */
    NewestHeld(long intervalNanos, int mostTopics, LongConsumer conflated) {
        this.intervalNanos = intervalNanos;
        // Longer than the interval, so that what the group sends at its end comes first.
        this.waitNanos = intervalNanos + intervalNanos / 4;
        this.mostTopics = mostTopics;
        this.conflated = conflated;
    }

    /**
     * A topic whose last update was sent late.
     *
     * @param notBeforeNanos when the next may be sent
     * @param untilNanos when what came meanwhile goes alone, or the topic is forgotten
     * @param update what came meanwhile, if something did
     */
    private record Rest(
            long notBeforeNanos, long untilNanos, @Nullable Update update) {}

    @Override
    public boolean add(List<Update> news, long nowNanos) {
        wake(nowNanos);
        if (ready.isEmpty()) {
            readySinceNanos = nowNanos;
        }
        int gaveWay = 0;
        for (int i = 0; i < news.size(); i++) {
            gaveWay += keep(news.get(i), nowNanos) ? 1 : 0;
        }
        conflated.accept(gaveWay);
        return ready.size() + resting.size() <= mostTopics;
    }

    @Override
    public @Nullable Update poll(long nowNanos) {
        wake(nowNanos);
        Iterator<Update> first = ready.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Update update = first.next();
        first.remove();
        if (intervalNanos > 0 && nowNanos - readySinceNanos > intervalNanos / LATE_PART) {
            resting.put(update.topic(), new Rest(nowNanos + intervalNanos, nowNanos + waitNanos, null));
        }
        return update;
    }

    @Override
    public int ready(long nowNanos) {
        wake(nowNanos);
        return ready.size();
    }

    @Override
    public boolean isResting() {
        return !resting.isEmpty();
    }

    @Override
    public long restsUntilNanos() {
        return resting.values().iterator().next().untilNanos;
    }

    @Override
    public void clear() {
        ready.clear();
        resting.clear();
    }

    /** Returns whether an older one gave way. */
    private boolean keep(Update update, long nowNanos) {
        Rest rest = resting.isEmpty() ? null : resting.remove(update.topic());
        if (rest != null && nowNanos - rest.notBeforeNanos < 0) {
            resting.put(update.topic(), new Rest(rest.notBeforeNanos, nowNanos + waitNanos, update));
            return rest.update != null;
        }
        return ready.put(update.topic(), update) != null || (rest != null && rest.update != null);
    }

    /** What the group has sent nothing newer for goes alone, late. */
    private void wake(long nowNanos) {
        while (!resting.isEmpty() && restsUntilNanos() - nowNanos <= 0) {
            Iterator<Rest> first = resting.values().iterator();
            Update update = first.next().update;
            first.remove();
            if (update != null) {
                readySinceNanos = nowNanos - intervalNanos;
                ready.put(update.topic(), update);
            }
        }
    }
}
