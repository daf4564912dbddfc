package io.tidings.ingest;

import io.tidings.log.KafkaRecords;
import io.tidings.log.KafkaTopics;
import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import java.util.concurrent.CompletableFuture;

/** What every partition's updates go through. */
record Pipeline(
        KafkaTopics topics,
        KafkaRecords records,
        Relay relay,
        DeadLetters deadLetters,
        IngestProperties properties,
        IngestMetrics metrics) {

    /**
     * Gives a batch to the relay. One that no relay ever takes, for it is too large, is left to the nodes, which read it
     * from the log: sent again and again it would stop the partition.
     */
    CompletableFuture<Void> carry(Batch batch) {
        return publish(batch).exceptionallyCompose(failure -> {
            if (failure instanceof IllegalArgumentException || failure.getCause() instanceof IllegalArgumentException) {
                metrics.uncarried();
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** Whatever goes wrong there is the batch's, and counts as an attempt to send it. */
    private CompletableFuture<Void> publish(Batch batch) {
        try {
            return relay.publish(batch);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
