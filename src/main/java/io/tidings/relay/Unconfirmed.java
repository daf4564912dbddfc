package io.tidings.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The batches that one connection has sent and the broker has not confirmed: bounded, oldest first. Any thread. */
final class Unconfirmed {

    private final RelayProperties.MaxUnconfirmed max;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private long lastReceipt;

    private long bytes;

    private @Nullable String closedBecause;

    Unconfirmed(RelayProperties.MaxUnconfirmed max) {
        this.max = max;
    }

    /**
     * Takes a batch in.
     *
     * @param nanoTime the time now
     * @throws RelayUnavailableException if the connection is closed, or too much is unconfirmed already
     */
    synchronized Entry add(int size, long nanoTime) {
        if (closedBecause != null) {
            throw new RelayUnavailableException(closedBecause);
        }
        if (entries.size() >= max.batches()
                || (bytes > 0 && bytes + size > max.bytes().toBytes())) {
            throw new RelayUnavailableException("unconfirmed: " + entries.size() + " batches, " + bytes
                    + " bytes (expected: at most " + max.batches() + ", " + max.bytes() + ")");
        }
        Entry entry = new Entry(String.valueOf(++lastReceipt), size, nanoTime, new CompletableFuture<>());
        entries.put(entry.receipt(), entry);
        bytes += size;
        return entry;
    }

    /** Takes out the batch that a receipt confirms, for the caller to complete; null if there is none. */
    synchronized @Nullable Entry confirm(String receipt) {
        Entry entry = entries.remove(receipt);
        if (entry != null) {
            bytes -= entry.size();
        }
        return entry;
    }

    /** How long ago the oldest was sent, in nanoseconds; 0 if there is none. */
    synchronized long oldestNanos(long nanoTime) {
        return entries.isEmpty()
                ? 0
                : nanoTime - entries.values().iterator().next().sentAt();
    }

    /** Fails all, and from now on every new one. */
    void close(String because) {
        drain(because)
                .forEach(entry -> entry.confirmed().completeExceptionally(new RelayUnavailableException(because)));
    }

    private synchronized List<Entry> drain(String because) {
        List<Entry> open = new ArrayList<>(entries.values());
        entries.clear();
        bytes = 0;
        closedBecause = because;
        return open;
    }

    /**
     * A batch without confirmation.
     *
     * @param receipt the receipt that will confirm it
     * @param size its binary form's length, in bytes
     * @param sentAt when it was sent, as of {@link System#nanoTime}
     * @param confirmed completes when it is
     */
    record Entry(String receipt, int size, long sentAt, CompletableFuture<Void> confirmed) {}
}
