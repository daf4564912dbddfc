package io.tidings.cluster;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** The one thread on which all happens that nodes say to one another, and its time. */
final class ClusterThread {

    private static final Logger logger = LoggerFactory.getLogger(ClusterThread.class);

    private static final Duration LAST_TIMEOUT = Duration.ofMillis(200);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Disposable NEVER = Disposables.disposed();

    private final Scheduler scheduler;

    private final LongSupplier nanoTime;

    ClusterThread(Scheduler scheduler, LongSupplier nanoTime) {
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** A bucket, full now, that holds as much as it is given in a second of this time: one a nanosecond at the most. */
    Bucket bucket(long wanted) {
        long perSecond = Math.min(wanted, SECOND.toNanos());
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
                .withCustomTimePrecision(new Meter(nanoTime))
                .build();
    }

    /** Runs the task on the thread; returns whether it will, for after the stop nothing does. */
    boolean execute(Runnable task) {
        return !after(Duration.ZERO, task).equals(NEVER);
    }

    /** Runs the task later, unless what is returned is disposed of before. */
    Disposable after(Duration delay, Runnable task) {
        try {
            return scheduler.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return NEVER;
        }
    }

    /** Runs one more task if there is time for it, and no other from then on. */
    void stop(Runnable last) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            last.run();
            done.complete(null);
        });
        done.completeOnTimeout(null, LAST_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        scheduler.dispose();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("What a node said was not dealt with");
        }
    }

    private record Meter(LongSupplier nanoTime) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
