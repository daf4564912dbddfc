package io.tidings.ingest;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record on its way to the dead letter topic.
 *
 * @param deadlineNanos when to try no more, in the time of {@link System#nanoTime}
 * @param taken completes when Kafka has it, or when it has been given up
 */
record DeadLetter(
        ConsumerRecord<byte[], byte[]> record,
        UnmappableRecordException why,
        long deadlineNanos,
        CompletableFuture<Void> taken) {

    String reason() {
        return why.reason().tag();
    }

    boolean isOverdue() {
        return System.nanoTime() - deadlineNanos >= 0;
    }
}
