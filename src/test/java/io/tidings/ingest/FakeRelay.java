package io.tidings.ingest;

import io.tidings.relay.Relay;
import io.tidings.relay.RelayUnavailableException;
import io.tidings.topic.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A relay that remembers what it was given, and that tests can make refuse, hold back receipts, or lose its link. */
final class FakeRelay implements Relay {

    private final List<Batch> published = new ArrayList<>();

    private final List<CompletableFuture<Void>> held = new ArrayList<>();

    private boolean connected = true;

    private boolean holding;

    private int refusals;

    private boolean tooLarge;

    @Override
    public synchronized CompletableFuture<Void> publish(Batch batch) {
        if (!connected || refusals > 0) {
            refusals--;
            return CompletableFuture.failedFuture(new RelayUnavailableException("refused by the test"));
        }
        if (tooLarge) {
            tooLarge = false;
            return CompletableFuture.failedFuture(new IllegalArgumentException("batch: too large, says the test"));
        }
        published.add(batch);
        if (holding) {
            CompletableFuture<Void> receipt = new CompletableFuture<>();
            held.add(receipt);
            return receipt;
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void subscribe(Consumer<Batch> sink) {
        throw new UnsupportedOperationException("ingest only publishes");
    }

    @Override
    public synchronized boolean isConnected() {
        return connected;
    }

    @Override
    public void onConnectionChange(Consumer<Boolean> listener) {
        throw new UnsupportedOperationException("ingest asks");
    }

    /** What it has taken, in order. */
    synchronized List<Batch> published() {
        return List.copyOf(published);
    }

    synchronized void connected(boolean now) {
        connected = now;
    }

    /** Refuses the next batches. */
    synchronized void refuse(int batches) {
        refusals = batches;
    }

    /** Finds the next batch larger than it ever carries. */
    synchronized void findNextTooLarge() {
        tooLarge = true;
    }

    /** Takes batches but gives no receipt. */
    synchronized void hold() {
        holding = true;
    }

    /** Gives the receipts held back, and receipts at once from now on. */
    void release() {
        List<CompletableFuture<Void>> receipts;
        synchronized (this) {
            holding = false;
            receipts = List.copyOf(held);
            held.clear();
        }
        receipts.forEach(receipt -> receipt.complete(null));
    }
}
