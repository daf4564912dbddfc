package io.tidings.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The batches of one partition that are not done, oldest first, and how much they are. */
final class SentBatches {

    private final Deque<Sent> batches = new ArrayDeque<>();

    private long bytes;

    /**
     * A batch under way.
     *
     * @param to the first offset after it
     * @param done completes when its receipt has come and its dead letters are taken
     * @param lettersTaken completes when its dead letters are taken; never fails
     */
    record Sent(long to, long bytes, CompletableFuture<Void> done, CompletableFuture<Void> lettersTaken) {}

    void add(Sent batch) {
        batches.addLast(batch);
        bytes += batch.bytes();
    }

    /** The oldest, if it is done or has failed. */
    @Nullable
    Sent firstAnswered() {
        Sent first = batches.peekFirst();
        return first != null && first.done().isDone() ? first : null;
    }

    void removeFirst() {
        bytes -= batches.removeFirst().bytes();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    void clear() {
        batches.clear();
        bytes = 0;
    }

    /** Waits for all, but not past one that failed, nor longer than to the deadline. */
    void await(long deadlineNanos) {
        try {
            for (Sent batch : batches) {
                batch.done().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            return; // What is not done is sent again, by whoever reads the partition next.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
