package io.tidings.relay;

import io.tidings.topic.Batch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who takes the batches that arrive; one that fails harms no other. */
final class Sinks {

    private static final Logger logger = LoggerFactory.getLogger(Sinks.class);

    private final List<Consumer<Batch>> sinks = new CopyOnWriteArrayList<>();

    private final RelayMetrics metrics;

    Sinks(RelayMetrics metrics) {
        this.metrics = metrics;
    }

    void add(Consumer<Batch> sink) {
        sinks.add(sink);
    }

    void accept(Batch batch) {
        for (Consumer<Batch> sink : sinks) {
            try {
                sink.accept(batch);
            } catch (RuntimeException e) {
                metrics.sinkFailed();
                logger.atError()
                        .addKeyValue("source", batch.source())
                        .addKeyValue("from", batch.from())
                        .setCause(e)
                        .log("A batch was not taken");
            }
        }
    }
}
