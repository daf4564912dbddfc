package io.tidings.bench;

import io.netty.channel.EventLoop;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Publishes to each of its topics at a rate, spread over time; for the client's event loop. */
final class Board {

    private final Feed feed;

    private final Staleness staleness;

    private final EventLoop loop;

    private final long[] numbers;

    private final long intervalNanos;

    Board(Feed feed, Staleness staleness, EventLoop loop, int perTopicAndSecond) {
        this.feed = feed;
        this.staleness = staleness;
        this.loop = loop;
        this.numbers = new long[feed.topics()];
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perTopicAndSecond;
    }

    void start() {
        for (int i = 0; i < numbers.length; i++) {
            int topic = i;
            long phase = ThreadLocalRandom.current().nextLong(intervalNanos);
            loop.scheduleAtFixedRate(() -> publish(topic), phase, intervalNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void publish(int topic) {
        long now = System.nanoTime();
        staleness.published(topic, numbers[topic], now);
        feed.publish(topic, now, numbers[topic]);
        feed.flush();
        numbers[topic]++;
    }
}
