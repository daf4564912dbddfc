package io.tidings.relay;

import io.tidings.topic.Batch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes batches of the bodies that arrive; what cannot be read is dropped and counted, and disturbs nothing. */
final class BatchReceiver {

    private static final Logger logger = LoggerFactory.getLogger(BatchReceiver.class);

    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BatchDecoder decoder = new BatchDecoder();

    private final Sinks sinks;

    private final RelayMetrics metrics;

    private long nextLog = System.nanoTime();

    private long unlogged;

    BatchReceiver(Sinks sinks, RelayMetrics metrics) {
        this.sinks = sinks;
        this.metrics = metrics;
    }

    /** Takes a message's body. One connection calls at a time; the lock is for the moment when one follows another. */
    synchronized void receive(byte[] body) {
        Batch batch;
        try {
            batch = decoder.decode(body);
        } catch (BatchFormatException e) {
            drop(e);
            return;
        }
        metrics.received(batch, body.length);
        sinks.accept(batch);
    }

    private void drop(BatchFormatException e) {
        metrics.dropped(e.reason());
        unlogged++;
        long now = System.nanoTime();
        if (now - nextLog >= 0) {
            nextLog = now + LOG_INTERVAL_NANOS;
            logger.atWarn()
                    .addKeyValue("reason", StompFrames.printable(e.getMessage()))
                    .addKeyValue("count", unlogged)
                    .log("Dropped messages from the broker that are no batches of this version");
            unlogged = 0;
        }
    }
}
