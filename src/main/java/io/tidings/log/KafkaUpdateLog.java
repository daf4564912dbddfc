package io.tidings.log;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The log in Kafka: a namespace's updates are the records of its Kafka topic, and a log is one of its partitions in one of
 * its lives. A topic that is made anew is noticed within {@code tidings.log.topics.refresh-interval}; until then its
 * positions carry the former epoch.
 */
final class KafkaUpdateLog implements UpdateLog {

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Namespaces namespaces;

    private final KafkaTopics topics;

    private final KafkaAppender appender;

    private final LogReaders readers;

    private final Duration timeout;

    private final WholeNamespaces wholeNamespaces = new WholeNamespaces();

    /** Fails what takes longer than the timeout. */
    KafkaUpdateLog(
            Namespaces namespaces, KafkaTopics topics, KafkaAppender appender, LogReaders readers, Duration timeout) {
        this.namespaces = namespaces;
        this.topics = topics;
        this.appender = appender;
        this.readers = readers;
        this.timeout = timeout;
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
    public CompletableFuture<List<LogHead>> heads(Collection<Namespace> asked) {
        List<Namespace> durable =
                asked.stream().filter(namespace -> namespace.policy().durable()).toList();
        return bounded("heads", () -> topics.find(durable).thenCompose(found -> latest(partitions(durable, found))));
    }

    /**
     * As the interface says; but where a namespace retains and its Kafka topic is compacted, always the first offset: only
     * so the last value of every topic is known.
     */
    @Override
    public CompletableFuture<Long> offsetAt(LogId log, Instant time) {
        return bounded("offset of log " + log, () -> {
            Namespace namespace = namespaces.get(log.namespace());
            return topics.find(List.of(namespace)).thenCompose(found -> {
                KafkaTopic topic = current(log, found.get(namespace.kafkaTopic()));
                TopicPartition partition = new TopicPartition(topic.name(), log.partition());
                return namespace.policy().retain() && topic.compacted()
                        ? offset(partition, OffsetSpec.earliest())
                        : offsetAt(partition, time);
            });
        });
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

    private static Map<TopicPartition, LogId> partitions(List<Namespace> namespaces, Map<String, KafkaTopic> found) {
        Map<TopicPartition, LogId> partitions = new HashMap<>();
        for (Namespace namespace : namespaces) {
            KafkaTopic topic = found.get(namespace.kafkaTopic());
            for (int i = 0; topic != null && i < topic.partitions(); i++) {
                partitions.put(new TopicPartition(topic.name(), i), topic.log(namespace.name(), i));
            }
        }
        return partitions;
    }

    /**
     * What one broker cannot answer is missing, so that it holds nothing else up, once the namespace has been answered for
     * as a whole; fails where nothing is answered.
     */
    private CompletableFuture<List<LogHead>> latest(Map<TopicPartition, LogId> logs) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        logs.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        options.timeoutMs(Math.toIntExact(timeout.toMillis() / 2)); // Leaves time to answer with the rest.
        ListOffsetsResult result = topics.admin().listOffsets(latest, options);
        List<CompletableFuture<Optional<LogHead>>> heads = new ArrayList<>();
        logs.forEach((partition, log) -> heads.add(head(partition, log, result.partitionResult(partition))));
        return CompletableFuture.allOf(heads.toArray(CompletableFuture<?>[]::new))
                .exceptionallyCompose(failure -> answered(heads).isEmpty()
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(null))
                .thenApply(done -> wholeNamespaces.filter(logs.values(), answered(heads)));
    }

    /** Nothing for a topic that has been deleted since it was looked at. */
    private CompletableFuture<Optional<LogHead>> head(
            TopicPartition partition, LogId log, KafkaFuture<ListOffsetsResultInfo> latest) {
        return latest.toCompletionStage()
                .toCompletableFuture()
                .thenApply(info -> Optional.of(new LogHead(log, info.offset())))
                .exceptionallyCompose(failure -> {
                    if (LogFailures.unwrap(failure) instanceof UnknownTopicOrPartitionException) {
                        topics.lookAgain(partition.topic());
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                    return CompletableFuture.failedFuture(failure);
                });
    }

    private static List<LogHead> answered(List<CompletableFuture<Optional<LogHead>>> heads) {
        return heads.stream()
                .filter(head -> !head.isCompletedExceptionally())
                .flatMap(head -> head.join().stream())
                .toList();
    }

    private static KafkaTopic current(LogId log, @Nullable KafkaTopic topic) {
        if (topic == null || !topic.epoch().equals(log.epoch()) || log.partition() >= topic.partitions()) {
            throw new LogUnavailableException(
                    "log: '" + log + "' (expected: a partition of a topic in its present life)");
        }
        return topic;
    }

    private CompletableFuture<Long> offsetAt(TopicPartition partition, Instant time) {
        return offset(partition, OffsetSpec.latest())
                .thenCombine(
                        offset(partition, OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli()))),
                        (head, found) -> found < 0 ? head : Math.min(head, found));
    }

    private CompletableFuture<Long> offset(TopicPartition partition, OffsetSpec spec) {
        return topics.admin()
                .listOffsets(Map.of(partition, spec), COMMITTED)
                .partitionResult(partition)
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(ListOffsetsResultInfo::offset);
    }

    private <T> CompletableFuture<T> bounded(String what, Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> answer;
        try {
            answer = call.get().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(LogFailures.of(what, failure)));
    }
}
