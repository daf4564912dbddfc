package io.tidings.replica;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for the replica's thread, in order. Any thread puts work in; it is done in runs, one after the other, by the
 * executor's one thread.
 */
final class Inbox {

    private static final Logger logger = LoggerFactory.getLogger(Inbox.class);

    /** The most pieces of work in a run, so that head checks get their turn under any load. */
    private static final int RUN = 256;

    private static final int RELEASE_ALL = Integer.MAX_VALUE / 2;

    private final Executor executor;

    private final Runnable afterRun;

    private final Queue<Work> queue = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean scheduled = new AtomicBoolean();

    private final Semaphore relayed;

    private final Semaphore read;

    private final Semaphore requests;

    private final int relayBytes;

    private final int readBytes;

    private volatile boolean closed;

    /**
     * An empty inbox.
     *
     * @param executor runs one task at a time
     * @param afterRun called on the executor's thread after each run
     */
    Inbox(ReplicaProperties.Inbox properties, Executor executor, Runnable afterRun) {
        this.executor = executor;
        this.afterRun = afterRun;
        this.relayBytes = (int) properties.relaySize().toBytes();
        this.readBytes = (int) properties.readSize().toBytes();
        this.relayed = new Semaphore(relayBytes);
        this.read = new Semaphore(readBytes);
        this.requests = new Semaphore(properties.requests());
    }

    /** Takes what came from the relay, unless too much waits already. */
    boolean offerRelayed(int bytes, Runnable task) {
        int cost = Math.min(bytes, relayBytes);
        if (closed || !relayed.tryAcquire(cost)) {
            return false;
        }
        add(new Work(task, null, relayed, cost));
        return true;
    }

    /** Takes what was read from a log; blocks while too much waits already. */
    void putRead(int bytes, Runnable task) {
        int cost = Math.min(bytes, readBytes);
        read.acquireUninterruptibly(cost);
        if (!closed) {
            add(new Work(task, null, read, cost));
        }
    }

    /**
     * Takes a request, unless too many wait already.
     *
     * @param refusal called instead of the task if the inbox is closed before its turn
     */
    boolean offerRequest(Runnable task, Runnable refusal) {
        if (closed || !requests.tryAcquire()) {
            return false;
        }
        add(new Work(task, refusal, requests, 1));
        if (closed) {
            refuseRest();
        }
        return true;
    }

    /** Takes the answer to a question that the replica asked; there are never more of them than questions. */
    void putAnswer(Runnable task) {
        if (!closed) {
            add(new Work(task, null, requests, 0));
        }
    }

    /** How much waits of what came from the relay or a log, in bytes. */
    long waitingBytes() {
        return Math.max(0L, (long) relayBytes - relayed.availablePermits() + readBytes - read.availablePermits());
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes nothing more, does nothing more after the piece of work that is being done, and lets go who is blocked. */
    void close() {
        closed = true;
        read.release(RELEASE_ALL);
    }

    /** Refuses what was left when the inbox was closed, once its thread has ended. */
    void refuseRest() {
        for (Work work = queue.poll(); work != null; work = queue.poll()) {
            work.refuse();
        }
    }

    private void add(Work work) {
        queue.add(work);
        schedule();
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                logger.atTrace().log("Replica has stopped");
            }
        }
    }

    private void run() {
        for (int i = 0; i < RUN && !closed; i++) {
            Work work = queue.poll();
            if (work == null) {
                break;
            }
            doSafely(work.task());
            work.bound().release(work.cost());
        }
        doSafely(afterRun);
        scheduled.set(false);
        if (!queue.isEmpty() && !closed) {
            schedule();
        }
    }

    /** Does it, and logs what it throws: one failure must not end the thread that all depend on. */
    static void doSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("Replica's work failed");
        }
    }

    /**
     * A piece of work.
     *
     * @param refusal called instead of the task if it will not be done
     * @param bound what its cost was taken from
     */
    private record Work(Runnable task, @Nullable Runnable refusal, Semaphore bound, int cost) {

        void refuse() {
            if (refusal != null) {
                doSafely(refusal);
            }
        }
    }
}
