package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.tidings.replica.View;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop with the sessions that it owns and its own index of their subscriptions. The replica's thread hands it
 * runs of updates; everything else happens on the event loop.
 */
final class Lane {

    private static final Logger logger = LoggerFactory.getLogger(Lane.class);

    private static final long WAIT_FOR_ROOM_NANOS = 100_000;

    private final int number;

    private final EventLoop loop;

    private final FanoutProperties properties;

    private final FanoutMetrics metrics;

    private final LaneMeters meters;

    private final FrameEncoder encoder = new FrameEncoder(ByteBufAllocator.DEFAULT);

    private final Deflaters deflaters;

    private final LaneIndex index = new LaneIndex();

    private final Rejoins rejoins;

    private final Queue<List<Object>> runs = new ConcurrentLinkedQueue<>();

    private final AtomicInteger queued = new AtomicInteger();

    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Only the replica's thread touches it. */
    private List<Object> nextRun = new ArrayList<>();

    private final List<Group> toDeliver = new ArrayList<>();

    private final List<Outbox> toFlush = new ArrayList<>();

    /** What outboxes share until they are flushed. */
    private final List<ByteBuf> shared = new ArrayList<>();

    /** The bytes of bodies that are to be delivered. */
    private long taken;

    Lane(int number, EventLoop loop, FanoutProperties properties, FanoutMetrics metrics, ViewSource views) {
        this.number = number;
        this.loop = loop;
        this.properties = properties;
        this.metrics = metrics;
        this.meters = metrics.lane();
        this.deflaters = new Deflaters(ByteBufAllocator.DEFAULT, encoder, metrics);
        this.rejoins = new Rejoins(this, views);
    }

    int number() {
        return number;
    }

    FanoutProperties properties() {
        return properties;
    }

    FanoutMetrics metrics() {
        return metrics;
    }

    LaneMeters meters() {
        return meters;
    }

    /** How many updates and tasks wait. Any thread may call. */
    int queued() {
        return queued.get();
    }

    FrameEncoder encoder() {
        return encoder;
    }

    Deflaters deflaters() {
        return deflaters;
    }

    Rejoins rejoins() {
        return rejoins;
    }

    long nanoTime() {
        return loop.ticker().nanoTime();
    }

    /** Runs a task on the event loop. Any thread may call. */
    void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs a task on the event loop after a time, unless that ends before. Any thread may call. */
    void schedule(Runnable task, long delayNanos) {
        if (loop.isShuttingDown()) {
            return;
        }
        if (delayNanos <= 0) {
            loop.execute(task);
        } else {
            var unused = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Takes an update or a task for the next run, in order. The replica's thread calls. */
    void add(Object entry) {
        nextRun.add(entry);
        if (nextRun.size() >= properties.maxDrain()) {
            wake();
        }
    }

    /** Has a task run in order with updates. The replica's thread calls. */
    void addAndWake(Runnable task) {
        add(task);
        wake();
    }

    /** Hands over the run; waits while the lane is behind by more than its bound. The replica's thread calls. */
    void wake() {
        if (nextRun.isEmpty()) {
            return;
        }
        if (queued.get() > properties.maxQueued()) {
            awaitRoom();
        }
        queued.addAndGet(nextRun.size());
        runs.add(nextRun);
        nextRun = new ArrayList<>();
        schedule();
    }

    private void awaitRoom() {
        metrics.awaitsRoom();
        while (queued.get() > properties.maxQueued() && !loop.isShuttingDown()) {
            LockSupport.parkNanos(this, WAIT_FOR_ROOM_NANOS);
        }
    }

    /** Flushes the outbox at the end of the drain that is under way. */
    void flushLater(Outbox outbox) {
        if (outbox.markToBeFlushed()) {
            toFlush.add(outbox);
        }
    }

    /** Delivers what a group has at the end of a drain, be there anything new or not. */
    void deliverLater(Group group) {
        toDeliver.add(group);
        schedule();
    }

    /** Releases a buffer at the end of the drain that is under way, when all that share it are flushed. */
    void keepUntilFlushed(ByteBuf frames) {
        shared.add(frames);
    }

    private void schedule() {
        if (!loop.isShuttingDown() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        long start = nanoTime();
        scheduled.set(false);
        try {
            takeRuns();
            deliver();
        } finally {
            flush();
            meters.drained(nanoTime() - start);
            if (!runs.isEmpty()) {
                schedule();
            }
        }
    }

    private void takeRuns() {
        int count = 0;
        List<Object> run;
        while (count < properties.maxDrain() && (run = runs.poll()) != null) {
            count += run.size();
            queued.addAndGet(-run.size());
            for (int i = 0; i < run.size(); i++) {
                take(run.get(i));
            }
        }
    }

    private void take(Object entry) {
        if (entry instanceof Update update) {
            dispatch(update);
            taken += update.bodyLength();
            if (taken >= properties.maxDrainSize().toBytes()) {
                deliver();
                flush();
            }
        } else {
            // What came before a joining subscription is not for it.
            deliver();
            ((Runnable) entry).run();
        }
    }

    private void dispatch(Update update) {
        boolean sending = false;
        List<Interest> interests = index.find(update.topic());
        for (int i = 0; i < interests.size(); i++) {
            List<Group> groups = interests.get(i).groups();
            for (int j = 0; j < groups.size(); j++) {
                Group group = groups.get(j);
                if (group.add(update)) {
                    toDeliver.add(group);
                }
                sending |= group.sendsAtOnce();
            }
        }
        if (sending) {
            meters.sending(update);
        }
    }

    private void deliver() {
        long deliveries = 0;
        for (int i = 0; i < toDeliver.size(); i++) {
            deliveries += deliver(toDeliver.get(i));
        }
        toDeliver.clear();
        taken = 0;
        meters.delivered(deliveries);
    }

    private long deliver(Group group) {
        try {
            return group.deliver(this);
        } catch (RuntimeException | OutOfMemoryError e) {
            List<Subscription> members = new ArrayList<>();
            group.collect(members);
            giveUp(members, e);
            return 0;
        }
    }

    private void flush() {
        for (int i = 0; i < toFlush.size(); i++) {
            flush(toFlush.get(i));
        }
        meters.flushed(toFlush.size());
        toFlush.clear();
        for (int i = 0; i < shared.size(); i++) {
            shared.get(i).release();
        }
        shared.clear();
    }

    private static void flush(Outbox outbox) {
        try {
            outbox.flushMarked();
        } catch (RuntimeException | OutOfMemoryError e) {
            logger.atError().setCause(e).log("Cannot flush");
            outbox.giveUp(Outbox.Cause.FAILURE, "delivery failed");
        }
    }

    /** Joins the live stream: runs in order with the updates before and after the view. */
    void join(Subscription subscription, View view) {
        if (subscription.isCancelled()) {
            return;
        }
        Group group = index.interest(subscription.request().pattern()).group(subscription);
        subscription.joined(group);
        Replay replay = begin(subscription, group);
        try {
            replay.join(view);
            subscription.outbox().replays(this).begin(replay);
        } catch (RuntimeException | OutOfMemoryError e) {
            giveUp(List.of(subscription), e);
        }
        flushLater(subscription.outbox());
    }

    /** As {@link #join}, for a subscription that stands. */
    void rejoin(Replay replay, View view) {
        Subscription subscription = replay.subscription();
        try {
            replay.join(view);
            subscription.outbox().replays(this).add(replay);
        } catch (RuntimeException | OutOfMemoryError e) {
            giveUp(List.of(subscription), e);
        }
    }

    /** Has every subscription to a namespace begin anew: runs in order with the updates before and after the reset. */
    void reset(String namespace) {
        for (Subscription subscription : index.subscriptions(namespace)) {
            Replay replay = subscription.replay();
            Group group = subscription.group();
            if (replay == null && group != null) {
                replay = begin(subscription, group);
            }
            if (replay != null) {
                replay.startOver();
            }
        }
    }

    /** Takes a subscription out of the live stream whose client takes less than comes. */
    Replay fallBehind(Subscription subscription, Group group) {
        Replay replay = begin(subscription, group);
        replay.fallBehind();
        return replay;
    }

    private Replay begin(Subscription subscription, Group group) {
        Replay replay = new Replay(subscription, group);
        subscription.replaying(replay);
        group.replayBegins(replay);
        metrics.replayBegan();
        return replay;
    }

    /** A failure costs nobody but those who have missed something by it: their sessions end, to come back. */
    void giveUp(List<Subscription> concerned, Throwable failure) {
        logger.atError()
                .addKeyValue("subscriptions", concerned.size())
                .setCause(failure)
                .log("Cannot deliver");
        concerned.forEach(subscription -> subscription.outbox().giveUp(Outbox.Cause.FAILURE, "delivery failed"));
    }
}
