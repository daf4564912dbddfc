package io.tidings.ingest;

import io.tidings.log.RecordMapping.Unmappable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records that are no updates to the dead letter topic, on a thread of its own, and tries again for a bounded time.
 * What waits is bounded by what partitions may have in flight.
 */
final class DeadLetters implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, DeadLetters::newThread);

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
        Letter letter = new Letter(
                record,
                new UnmappableRecordException(unmappable),
                System.nanoTime() + properties.timeout().toNanos(),
                new CompletableFuture<>());
        schedule(letter, Duration.ZERO);
        return letter.taken();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        recoverer.close();
    }

    private record Letter(
            ConsumerRecord<byte[], byte[]> record,
            UnmappableRecordException why,
            long deadlineNanos,
            CompletableFuture<Void> taken) {

        String reason() {
            return why.reason().tag();
        }
    }

    private void schedule(Letter letter, Duration delay) {
        try {
            ScheduledFuture<?> unused = thread.schedule(() -> send(letter), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            logger.atDebug().log("Stopped with a dead letter under way: it is read again");
        }
    }

    /** On the thread. */
    private void send(Letter letter) {
        CompletableFuture<Void> unused = recoverer
                .send(letter.record(), letter.why())
                .whenComplete((sent, failure) -> {
                    if (failure == null) {
                        metrics.deadLetter(letter.reason());
                        letter.taken().complete(null);
                    } else {
                        onFailure(letter, failure);
                    }
                });
    }

    private void onFailure(Letter letter, Throwable failure) {
        if (System.nanoTime() < letter.deadlineNanos()) {
            schedule(letter, properties.retryDelay());
            return;
        }
        metrics.deadLetterLost(letter.reason());
        logger.atError()
                .addKeyValue("topic", letter.record().topic())
                .addKeyValue("partition", letter.record().partition())
                .addKeyValue("offset", letter.record().offset())
                .addKeyValue("reason", letter.reason())
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("Gave up a dead letter");
        letter.taken().complete(null);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "ingest-dead-letters");
        thread.setDaemon(true);
        return thread;
    }
}
