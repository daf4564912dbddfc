package io.tidings.log;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The log in Kafka: a namespace's updates are the records of its Kafka topic, and a log is one of its partitions in one of
 * its lives. A topic that is made anew is noticed within {@code tidings.log.topics.refresh-interval}; until then its
 * positions carry the former epoch.
 */
final class KafkaUpdateLog implements UpdateLog, CanaryLog {

    private final Namespaces namespaces;

    private final KafkaOffsets offsets;

    private final KafkaAppender appender;

    private final LogReaders readers;

    KafkaUpdateLog(Namespaces namespaces, KafkaOffsets offsets, KafkaAppender appender, LogReaders readers) {
        this.namespaces = namespaces;
        this.offsets = offsets;
        this.appender = appender;
        this.readers = readers;
    }

    @Override
    public CompletableFuture<Published> append(Publication publication) {
        try {
            return appender.append(
                    publication, namespaces.get(publication.topic().namespace()));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Published> appendCanary(LogId log) {
        return appender.appendCanary(log, namespaces.get(log.namespace()));
    }

    @Override
    public CompletableFuture<List<LogHead>> heads(Collection<Namespace> asked) {
        return offsets.heads(asked);
    }

    @Override
    public CompletableFuture<Long> offsetAt(LogId log, Instant time) {
        return offsets.offsetAt(log, time);
    }

    @Override
    public CompletableFuture<Long> provenFrom(LogId log, Instant time) {
        return offsets.provenFrom(log, time);
    }

    @Override
    public CompletableFuture<Long> read(LogId log, long from, long to, Consumer<Batch> sink) {
        if (from >= to) {
            return CompletableFuture.completedFuture(from);
        }
        try {
            return readers.read(namespaces.get(log.namespace()), new LogRead.Range(log, from, to, sink));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
