package io.tidings.bench;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Publishes at a rate, to its topics in turn. An update bears the time at which it was due: where the client or the server
 * falls behind, those that wait for it are as late as they are, and none is left out.
 */
final class PacedLoad implements Load {

    private final Feed feed;

    private final EventLoop loop;

    private final long intervalNanos;

    private long published;

    private long due;

    private boolean running;

    PacedLoad(Feed feed, EventLoop loop, double perSecond) {
        this.feed = feed;
        this.loop = loop;
        this.intervalNanos = Math.round(TimeUnit.SECONDS.toNanos(1) / perSecond);
    }

    @Override
    public void start() {
        running = true;
        due = System.nanoTime();
        tick();
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void delivered(int topic, long number) {}

    @Override
    public void idle() {}

    @Override
    public long published() {
        return published;
    }

    private void tick() {
        if (!running) {
            return;
        }
        long now = System.nanoTime();
        for (; due <= now; due += intervalNanos) {
            feed.publish((int) (published % feed.topics()), due, published / feed.topics());
            published++;
        }
        feed.flush();
        loop.schedule(this::tick, due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
