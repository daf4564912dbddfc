package io.tidings.ingest;

import io.tidings.relay.Relay;
import io.tidings.relay.RelayUnavailableException;
import io.tidings.topic.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A relay that remembers what it was given, and that tests can make refuse, hold back or delay receipts, lose its link, hang
 * or break.
 */
final class FakeRelay implements Relay {

    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final Consumer<Batch> recorder;

    private final List<Batch> published = new ArrayList<>();

    private final List<CompletableFuture<Void>> held = new ArrayList<>();

    private volatile CountDownLatch frozen = new CountDownLatch(0);

    private int freezing;

    private Predicate<Batch> refused = batch -> false;

    private boolean connected = true;

    private boolean holding;

    private Duration confirmAfter = Duration.ZERO;

    private int refusals;

    private boolean tooLarge;

    private @Nullable Error error;

    FakeRelay() {
        this(batch -> {});
    }

    /** Tells the recorder of every batch that it takes, in order. */
    FakeRelay(Consumer<Batch> recorder) {
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<Void> publish(Batch batch) {
        CompletableFuture<Void> answer = take(batch);
        try {
            nextGate().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private synchronized CountDownLatch nextGate() {
        CountDownLatch latch = freezing > 0 ? frozen : OPEN;
        freezing--;
        return latch;
    }

    private synchronized CompletableFuture<Void> take(Batch batch) {
        if (error != null) {
            Error thrown = error;
            error = null;
            throw thrown;
        }
        if (!connected || refusals > 0 || refused.test(batch)) {
            refusals--;
            return CompletableFuture.failedFuture(new RelayUnavailableException("refused by the test"));
        }
        if (tooLarge) {
            tooLarge = false;
            return CompletableFuture.failedFuture(new IllegalArgumentException("batch: too large, says the test"));
        }
        published.add(batch);
        recorder.accept(batch);
        CompletableFuture<Void> receipt = new CompletableFuture<>();
        if (holding) {
            held.add(receipt);
            return receipt;
        }
        return confirmAfter.isZero()
                ? CompletableFuture.completedFuture(null)
                : receipt.completeOnTimeout(null, confirmAfter.toMillis(), TimeUnit.MILLISECONDS);
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

    /** Refuses such batches for ever. */
    synchronized void refuseAll(Predicate<Batch> batches) {
        refused = batches;
    }

    /** Finds the next batch larger than it ever carries. */
    synchronized void findNextTooLarge() {
        tooLarge = true;
    }

    /** Throws what no caller expects, once. */
    synchronized void breakWith(Error thrown) {
        error = thrown;
    }

    /** Takes batches but gives no receipt. */
    synchronized void hold() {
        holding = true;
    }

    /** Gives each receipt so much later. */
    synchronized void confirmAfter(Duration delay) {
        confirmAfter = delay;
    }

    /** Takes batches, and does not let return who has brought one of the next. */
    synchronized void freeze(int batches) {
        frozen = new CountDownLatch(1);
        freezing = batches;
    }

    void thaw() {
        frozen.countDown();
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
