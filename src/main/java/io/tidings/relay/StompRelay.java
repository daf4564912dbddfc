package io.tidings.relay;

import io.tidings.topic.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.netty.resources.LoopResources;

/** Carries batches through a message broker, over one STOMP connection. */
final class StompRelay implements MonitoredRelay, SmartLifecycle {

    /** Before the replica and the ingest, after both when stopping. */
    static final int PHASE = 100;

    private static final Duration LEAVE_TIMEOUT = Duration.ofMillis(500);

    private final RelayProperties properties;

    private final @Nullable BrokerTls tls;

    private final RelayMetrics metrics;

    private final Sinks sinks;

    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

    private final Mailbox mailbox = new Mailbox();

    private volatile @Nullable Running running;

    StompRelay(RelayProperties properties, @Nullable BrokerTls tls, RelayMetrics metrics) {
        this.properties = properties;
        this.tls = tls;
        this.metrics = metrics;
        this.sinks = new Sinks(metrics);
    }

    @Override
    public CompletableFuture<Void> publish(Batch batch) {
        try {
            return send(batch).whenComplete((confirmed, failure) -> {
                if (failure != null) {
                    metrics.unpublished();
                }
            });
        } catch (IllegalArgumentException | RelayUnavailableException e) {
            metrics.unpublished();
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void subscribe(Consumer<Batch> sink) {
        sinks.add(sink);
    }

    @Override
    public boolean isConnected() {
        return link() != null;
    }

    @Override
    public void onConnectionChange(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    @Override
    public void listen(String node, Consumer<byte[]> sink) {
        mailbox.open(node, sink);
    }

    @Override
    public boolean tell(String to, byte[] message) {
        StompLink link = link();
        return link != null && message.length <= maxBytes() && link.tell(to, message);
    }

    @Override
    public int maxBytes() {
        return (int) properties.nodeMessages().maxSize().toBytes();
    }

    @Override
    public LinkState state() {
        Running current = running;
        return current == null
                ? new LinkState("stomp", LinkState.Phase.STOPPED, "", Instant.EPOCH, "not running")
                : current.keeper().state();
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            LoopResources loops = LoopResources.create("relay-link", 1, true);
            BrokerClient client = new BrokerClient(properties, loops, tls);
            Inbound inbound = new Inbound(new BatchReceiver(sinks, metrics), mailbox);
            LinkKeeper keeper = new LinkKeeper(properties, client, inbound, metrics, this::connectionChanged);
            running = new Running(keeper, client, loops);
            keeper.start();
        }
    }

    @Override
    public synchronized void stop() {
        Running current = running;
        running = null;
        if (current != null) {
            current.keeper().stop(LEAVE_TIMEOUT);
            Future<?> unused = current.client().shutdownAsync();
            current.loops().disposeLater(Duration.ZERO, LEAVE_TIMEOUT).subscribe();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private CompletableFuture<Void> send(Batch batch) {
        long start = System.nanoTime();
        StompLink link = link();
        if (link == null) {
            throw new RelayUnavailableException("relay: not connected to a broker");
        }
        checkSize(batch, batch.bodyBytes());
        byte[] body = BatchEncoder.encode(batch);
        checkSize(batch, body.length);
        return link.send(batch.source().namespace(), body)
                .thenRun(() -> metrics.published(batch, body.length, System.nanoTime() - start));
    }

    /** The broker would not refuse the batch alone but end the connection. */
    private void checkSize(Batch batch, long bytes) {
        if (bytes > properties.maxBatch().toBytes()) {
            throw new IllegalArgumentException("batch: [" + batch.from() + ", " + batch.to() + ") of " + batch.source()
                    + " with " + bytes + " bytes (expected: at most " + properties.maxBatch() + ")");
        }
    }

    private @Nullable StompLink link() {
        Running current = running;
        return current == null ? null : current.keeper().link();
    }

    private void connectionChanged(boolean connected) {
        listeners.forEach(listener -> listener.accept(connected));
    }

    private record Running(LinkKeeper keeper, BrokerClient client, LoopResources loops) {}
}
