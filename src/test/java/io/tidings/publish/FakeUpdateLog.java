package io.tidings.publish;

import io.tidings.log.LogHead;
import io.tidings.log.UpdateLog;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A log that only takes publications; what becomes of each is for the test to say. */
final class FakeUpdateLog implements UpdateLog {

    final List<Publication> appended = new CopyOnWriteArrayList<>();

    volatile CompletableFuture<Published> answer = new CompletableFuture<>();

    @Override
    public CompletableFuture<Published> append(Publication publication) {
        appended.add(publication);
        return answer;
    }

    @Override
    public CompletableFuture<List<LogHead>> heads(Collection<Namespace> namespaces) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Long> offsetAt(LogId log, Instant time) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Long> read(LogId log, long from, long to, Consumer<Batch> sink) {
        throw new UnsupportedOperationException();
    }
}
