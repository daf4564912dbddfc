package io.tidings.ingest;

import io.tidings.log.RecordMapping.Unmappable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records that are no updates to the dead letter topics, on a thread of its own that never waits, and tries again for
 * a bounded time. What waits is bounded by what partitions may have in flight.
 */
final class DeadLetters implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

    private static final int CLOSE_TIMEOUT_SECONDS = 1;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, DeadLetters::newThread);

    /** By Kafka topic; the thread's. */
    private final Map<String, DeadLetterLine> lines = new HashMap<>();

    private final DeadLetterRecoverer recoverer;

    private final IngestProperties.DeadLetters properties;

    private final IngestMetrics metrics;

    DeadLetters(DeadLetterRecoverer recoverer, IngestProperties.DeadLetters properties, IngestMetrics metrics) {
        this.recoverer = recoverer;
        this.properties = properties;
        this.metrics = metrics;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Takes a record there.
     *
     * @return completes when Kafka has it, or when it has been given up, and counted as lost; never fails
     */
    CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record, Unmappable unmappable) {
        DeadLetter letter = new DeadLetter(
                record,
                new UnmappableRecordException(unmappable),
                System.nanoTime() + properties.timeout().toNanos(),
                new CompletableFuture<>());
        try {
            thread.execute(() -> line(record.topic()).add(letter));
        } catch (RejectedExecutionException e) {
            logger.atDebug().log("Stopped with a dead letter under way: it is read again");
        }
        return letter.taken();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                lines.values().forEach(DeadLetterLine::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recoverer.close();
    }

    private DeadLetterLine line(String kafkaTopic) {
        return lines.computeIfAbsent(kafkaTopic, topic -> new DeadLetterLine(recoverer, properties, metrics, thread));
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "ingest-dead-letters");
        thread.setDaemon(true);
        return thread;
    }
}
