package io.tidings.replica;

import io.tidings.log.LogHead;
import io.tidings.log.UpdateLog;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the log, and brings its answers to the replica's thread in the order in which they came. */
final class LogReads {

    private final UpdateLog log;

    private final Inbox inbox;

    LogReads(UpdateLog log, Inbox inbox) {
        this.log = log;
        this.inbox = inbox;
    }

    void heads(Collection<Namespace> namespaces, Answer<List<LogHead>> then) {
        ask(() -> log.heads(namespaces), then);
    }

    /** The offsets at two times; the second is not below the first if the times are so. */
    void offsetsAt(LogId id, Instant first, Instant second, Answer<Offsets> then) {
        ask(
                () -> log.offsetAt(id, first)
                        .thenCompose(one ->
                                log.offsetAt(id, second).thenApply(two -> new Offsets(one, Math.max(one, two)))),
                then);
    }

    void provenFrom(LogId id, Instant time, Answer<Long> then) {
        ask(() -> log.provenFrom(id, time), then);
    }

    /** Reads a range; the log's thread waits while the inbox is full of what it has read. */
    void read(LogId id, long from, long to, Consumer<Batch> sink, Answer<Long> then) {
        Consumer<Batch> paced = batch -> inbox.putRead(Footprint.of(batch), () -> sink.accept(batch));
        ask(() -> log.read(id, from, to, paced), then);
    }

    private <T> void ask(Supplier<CompletableFuture<T>> question, Answer<T> then) {
        // Begun like this, for a question that throws is a failure as well.
        var unused = CompletableFuture.completedFuture(null)
                .thenCompose(ignored -> question.get())
                .whenComplete((answer, failure) -> inbox.putAnswer(() -> then.accept(answer, failure)));
    }

    /** The offsets at two times. */
    record Offsets(long first, long second) {}

    /** Takes an answer, or the failure in its place, on the replica's thread. */
    interface Answer<T> extends BiConsumer<@Nullable T, @Nullable Throwable> {}
}
