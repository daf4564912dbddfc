package io.tidings.relay;

import io.tidings.topic.Batch;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Carries batches within a single node. A publishing thread gives them to the sinks itself; while one does so, the others
 * leave theirs to it and go on, so that all sinks see one order and a sink may publish.
 */
final class InProcessRelay implements MonitoredRelay {

    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private final Queue<Publication> queue = new ConcurrentLinkedQueue<>();

    private final AtomicInteger queued = new AtomicInteger();

    private final Instant since = Instant.now();

    private final int maxQueued;

    private final RelayMetrics metrics;

    private final Sinks sinks;

    private final Mailbox mailbox = new Mailbox();

    /**
     * A relay without sinks.
     *
     * @param maxQueued the most batches that may wait while others are given to the sinks; more are refused
     */
    InProcessRelay(int maxQueued, RelayMetrics metrics) {
        this.maxQueued = maxQueued;
        this.metrics = metrics;
        this.sinks = new Sinks(metrics);
        metrics.connected(true);
    }

    @Override
    public CompletableFuture<Void> publish(Batch batch) {
        if (queued.get() >= maxQueued) {
            metrics.unpublished();
            return CompletableFuture.failedFuture(
                    new RelayUnavailableException("queued: " + maxQueued + " batches (expected: fewer)"));
        }
        Publication publication = new Publication(batch, System.nanoTime(), new CompletableFuture<>());
        queue.add(publication);
        if (queued.getAndIncrement() == 0) {
            drain();
        }
        return publication.done();
    }

    @Override
    public void subscribe(Consumer<Batch> sink) {
        sinks.add(sink);
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    /** It never changes. */
    @Override
    public void onConnectionChange(Consumer<Boolean> listener) {}

    @Override
    public void listen(String node, Consumer<byte[]> sink) {
        mailbox.open(node, sink);
    }

    /** The calling thread takes it to the sink. */
    @Override
    public boolean tell(String to, byte[] message) {
        if (mailbox.isFor(to)) {
            mailbox.take(message);
        }
        return true;
    }

    @Override
    public int maxBytes() {
        return MAX_MESSAGE_BYTES;
    }

    @Override
    public LinkState state() {
        return new LinkState("in-process", LinkState.Phase.CONNECTED, "", since, "");
    }

    private void drain() {
        do {
            Publication next = queue.remove();
            long bytes = next.batch().bodyBytes();
            metrics.received(next.batch(), bytes);
            sinks.accept(next.batch());
            metrics.published(next.batch(), bytes, System.nanoTime() - next.startedAt());
            next.done().complete(null);
        } while (queued.decrementAndGet() > 0);
    }

    private record Publication(Batch batch, long startedAt, CompletableFuture<Void> done) {}
}
