package io.tidings.fanout;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lanes: one for each event loop that has had a session. */
final class Lanes {

    /** The most lanes, so that a set of them fits into a long. */
    static final int MAX_LANES = 64;

    private final FanoutProperties properties;

    private final FanoutMetrics metrics;

    private final ViewSource views;

    private final Map<EventLoop, Lane> byLoop = new ConcurrentHashMap<>();

    private final List<Lane> byNumber = new CopyOnWriteArrayList<>();

    Lanes(FanoutProperties properties, FanoutMetrics metrics, ViewSource views) {
        this.properties = properties;
        this.metrics = metrics;
        this.views = views;
    }

    /**
     * The event loop's lane. Any thread may call.
     *
     * @throws IllegalStateException if there are over {@value #MAX_LANES} event loops
     */
    Lane of(EventLoop loop) {
        Lane lane = byLoop.get(loop);
        return lane != null ? lane : create(loop);
    }

    Lane get(int number) {
        return byNumber.get(number);
    }

    List<Lane> all() {
        return byNumber;
    }

    /** How many updates and tasks wait for lanes. Any thread may call. */
    long queued() {
        return byNumber.stream().mapToLong(Lane::queued).sum();
    }

    private synchronized Lane create(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, key -> {
            if (byNumber.size() == MAX_LANES) {
                throw new IllegalStateException("event loops: over " + MAX_LANES + " (expected: at most that)");
            }
            Lane lane = new Lane(byNumber.size(), key, properties, metrics, views);
            byNumber.add(lane);
            return lane;
        });
    }
}
