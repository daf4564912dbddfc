package io.tidings.canary;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Writes and awaits canaries from when the node is ready to its stop, on a thread of its own. */
final class Canary implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(Canary.class);

    private static final Duration TICK = Duration.ofMillis(250);

    private static final int TICKS_BETWEEN_SEARCHES = 8;

    private final BooleanSupplier isReady;

    private final CanarySession session;

    private final CanaryWriter writer;

    private final WatchedLogs logs;

    private final CanaryMetrics metrics;

    private volatile Disposable.Swap waiting = Disposables.swap();

    private long ticks;

    private volatile @Nullable Scheduler thread;

    /**
     * Does nothing yet.
     *
     * @param isReady whether the node has read back all that it serves
     */
    Canary(
            BooleanSupplier isReady,
            CanarySession session,
            CanaryWriter writer,
            WatchedLogs logs,
            CanaryMetrics metrics) {
        this.isReady = isReady;
        this.session = session;
        this.writer = writer;
        this.logs = logs;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        Scheduler started = Schedulers.newSingle("canary", true);
        thread = started;
        waiting = Disposables.swap();
        ticks = 0;
        started.schedulePeriodically(this::tickSafely, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says no more, and awaits nothing: sessions are about to be closed, and this node's own with them. */
    @Override
    public void stop() {
        Scheduler stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.dispose();
        }
        logs.end();
        waiting.dispose();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** The last to start, when the port is open, and the first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("Canaries were not seen to");
        }
    }

    private void tick() {
        if (ticks == 0 && !isReady.getAsBoolean()) {
            return;
        }
        if (ticks == 0) {
            logs.begin();
            waiting.update(session.arrivals().subscribe(this::arrived));
        }
        if (ticks % TICKS_BETWEEN_SEARCHES == 0) {
            writer.find();
        }
        ticks++;
        writer.write();
    }

    private void arrived(Arrival arrival) {
        metrics.arrived(arrival.timestamp());
        logs.heard(arrival.log());
    }
}
