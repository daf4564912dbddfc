package io.tidings.log;

import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import java.time.Clock;
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
import java.util.function.Function;
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

/** Asks Kafka where logs end, where in them times begin, and how far back they are whole. Any thread may call. */
final class KafkaOffsets {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    /** How much of the time that a question may take is waited for what is late when others have answered. */
    private static final int PATIENCE_DIVISOR = 10;

    private final Namespaces namespaces;

    private final KafkaTopics topics;

    private final Duration timeout;

    private final Clock clock;

    private final WholeNamespaces wholeNamespaces = new WholeNamespaces();

    /** Fails what takes longer than the timeout. */
    KafkaOffsets(Namespaces namespaces, KafkaTopics topics, Duration timeout, Clock clock) {
        this.namespaces = namespaces;
        this.topics = topics;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** As {@link UpdateLog#heads}. */
    CompletableFuture<List<LogHead>> heads(Collection<Namespace> asked) {
        List<Namespace> durable =
                asked.stream().filter(namespace -> namespace.policy().durable()).toList();
        return bounded("heads", () -> topics.find(durable).thenCompose(found -> latest(partitions(durable, found))));
    }

    /**
     * As {@link UpdateLog#offsetAt}; but where a namespace retains and its Kafka topic is compacted, always the first
     * offset: only so the last value of every topic is known.
     */
    CompletableFuture<Long> offsetAt(LogId log, Instant time) {
        return located(
                "offset of log " + log,
                log,
                place -> place.isReadWhole()
                        ? offset(place.partition(), OffsetSpec.earliest())
                        : firstAt(place.partition(), time));
    }

    /**
     * As {@link UpdateLog#provenFrom}. Kafka compacts whole segments, none that holds a record younger than the lag, nor any
     * after it: so from the first such record on all is there.
     */
    CompletableFuture<Long> provenFrom(LogId log, Instant time) {
        return located("proof of log " + log, log, place -> {
            Duration kept = place.topic().keepsAllFor();
            if (kept == null) {
                return firstAt(place.partition(), time);
            }
            Instant uncompacted = clock.instant().minus(kept);
            return kept.isZero()
                    ? offset(place.partition(), OffsetSpec.latest())
                    : firstAt(place.partition(), uncompacted.isAfter(time) ? uncompacted : time);
        });
    }

    /** Where a log is kept. */
    private record Place(Namespace namespace, KafkaTopic topic, TopicPartition partition) {

        boolean isReadWhole() {
            return namespace.policy().retain() && topic.isCompacted();
        }
    }

    private CompletableFuture<Long> located(String what, LogId log, Function<Place, CompletableFuture<Long>> question) {
        return bounded(what, () -> {
            Namespace namespace = namespaces.get(log.namespace());
            return topics.find(List.of(namespace)).thenCompose(found -> {
                KafkaTopic topic = current(log, found.get(namespace.kafkaTopic()));
                return question.apply(new Place(namespace, topic, new TopicPartition(topic.name(), log.partition())));
            });
        });
    }

    /** A log whose head is asked for. */
    private record Asked(LogId log, @Nullable Duration keepsAllFor) {}

    private static Map<TopicPartition, Asked> partitions(List<Namespace> namespaces, Map<String, KafkaTopic> found) {
        Map<TopicPartition, Asked> partitions = new HashMap<>();
        for (Namespace namespace : namespaces) {
            KafkaTopic topic = found.get(namespace.kafkaTopic());
            for (int i = 0; topic != null && i < topic.partitions(); i++) {
                Asked asked = new Asked(topic.log(namespace.name(), i), topic.keepsAllFor());
                partitions.put(new TopicPartition(topic.name(), i), asked);
            }
        }
        return partitions;
    }

    /**
     * What is not answered soon after the question is missing, so that a broker without leaders, or a topic that is being
     * deleted, holds nothing else up; but only once the namespace has been answered for as a whole. Fails where nothing is
     * answered at all.
     */
    private CompletableFuture<List<LogHead>> latest(Map<TopicPartition, Asked> logs) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        logs.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        options.timeoutMs(Math.toIntExact(timeout.toMillis() / 2)); // Leaves time to answer with the rest.
        ListOffsetsResult result = topics.admin().listOffsets(latest, options);
        List<CompletableFuture<Optional<LogHead>>> heads = new ArrayList<>();
        logs.forEach((partition, asked) -> heads.add(head(partition, asked, result.partitionResult(partition))));
        List<LogId> ids = logs.values().stream().map(Asked::log).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(heads.toArray(CompletableFuture<?>[]::new))
                .exceptionallyCompose(
                        failure -> answered(heads).isEmpty() ? CompletableFuture.failedFuture(failure) : DONE);
        return all.copy()
                .completeOnTimeout(null, timeout.toMillis() / PATIENCE_DIVISOR, TimeUnit.MILLISECONDS)
                .thenCompose(soon -> answered(heads).isEmpty() ? all : DONE)
                .thenApply(done -> wholeNamespaces.filter(ids, answered(heads)));
    }

    /** Nothing for a topic that has been deleted since it was looked at. */
    private CompletableFuture<Optional<LogHead>> head(
            TopicPartition partition, Asked asked, KafkaFuture<ListOffsetsResultInfo> latest) {
        return latest.toCompletionStage()
                .toCompletableFuture()
                .thenApply(info -> Optional.of(new LogHead(asked.log(), info.offset(), asked.keepsAllFor())))
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
                .filter(head -> head.isDone() && !head.isCompletedExceptionally())
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

    private CompletableFuture<Long> firstAt(TopicPartition partition, Instant time) {
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
