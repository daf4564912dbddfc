package io.tidings.log;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Keeps the updates of durable namespaces, in order, and reads them back: the one source of order and truth.
 *
 * <p>Any thread may call; nothing blocks. What is returned completes on a thread of the log's, and with a
 * {@link LogUnavailableException} when the log cannot be reached in time.
 */
public interface UpdateLog {

    /**
     * Appends to the log that the topic's key belongs to; the order of calls for one topic is the order in the log.
     *
     * @return completes when the update is as safe as the log makes it
     */
    CompletableFuture<Published> append(Publication publication);

    /**
     * Where the logs of these namespaces end now. New partitions are in it within seconds, and a topic that was made anew
     * has another epoch. A namespace that has no log yet gets one, where the log's configuration lets it.
     */
    CompletableFuture<List<LogHead>> heads(Collection<Namespace> namespaces);

    /**
     * The first offset whose update is not older than a time: where to begin reading back a window. A log that keeps the
     * last value of every topic may answer with its first offset.
     *
     * @return the log's head where all are older; the log's first offset where none is
     */
    CompletableFuture<Long> offsetAt(LogId log, Instant time);

    /**
     * From where on the log still holds every update that is not older than a time. It is asked when they have been read:
     * what is told was so until now. Where updates are compacted it is later than {@link #offsetAt}: the first offset that
     * compaction cannot have reached yet.
     *
     * @return the log's head where nothing is certain
     */
    default CompletableFuture<Long> provenFrom(LogId log, Instant time) {
        return offsetAt(log, time);
    }

    /**
     * Reads a range back, as batches that follow each other without a seam, the first from {@code from}, the last up to at
     * least {@code to} (it may go past it). Records that are no updates (markers, aborted transactions, dead letters, what
     * compaction took) are holes.
     *
     * @param sink called for each batch, by one thread of the log's at a time; it may block to slow the reading down
     * @return completes after the last batch, with the offset at which reading really began: above {@code from} where
     *     retention has removed what stood there
     */
    CompletableFuture<Long> read(LogId log, long from, long to, Consumer<Batch> sink);
}
