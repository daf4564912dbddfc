package io.tidings.ingest;

import io.tidings.log.MemoryUpdateLog;
import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.SmartLifecycle;

/** Hands what is appended to the log in memory to the relay, at once; what the relay does not take is read from the log. */
final class MemoryIngest implements SmartLifecycle {

    /** After the replica, so that nothing arrives before it listens; and while there are sessions, for nobody takes its place. */
    private static final int PHASE = 300;

    private final Relay relay;

    private final IngestMetrics metrics;

    private volatile boolean running;

    /** Follows the log from now on. */
    MemoryIngest(MemoryUpdateLog log, Relay relay, IngestMetrics metrics) {
        this.relay = relay;
        this.metrics = metrics;
        log.follow(this::publish);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void publish(Batch batch) {
        if (running) {
            CompletableFuture<Void> unused = relay.publish(batch);
            metrics.published(batch);
        }
    }
}
