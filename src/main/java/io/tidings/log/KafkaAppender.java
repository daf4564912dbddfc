package io.tidings.log;

import io.tidings.log.LogMetrics.Rejection;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Produces updates in the order of the calls. Kafka's producer blocks while metadata is missing or its buffer is full, so a
 * thread of its own talks to it; what waits is bounded in bytes and in time. What fails for time may still be in the log.
 * Once the topics cannot be looked at, which is tried all the time, nothing is sent and everything fails at once: a service
 * that is to answer its own clients has no use for a wait that ends badly.
 */
final class KafkaAppender implements AutoCloseable {

    /** What an update costs beside its body while it waits. */
    private static final long OVERHEAD_BYTES = 512;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(KafkaAppender::newThread);

    private final AtomicLong pendingBytes = new AtomicLong();

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;

    private final KafkaTopics topics;

    private final KafkaRecords records;

    private final LogProperties properties;

    private final LogMetrics metrics;

    private @Nullable Producer<byte[], byte[]> producer;

    KafkaAppender(
            DefaultKafkaProducerFactory<byte[], byte[]> producers,
            KafkaTopics topics,
            KafkaRecords records,
            LogProperties properties,
            LogMetrics metrics) {
        this.producers = producers;
        this.topics = topics;
        this.records = records;
        this.properties = properties;
        this.metrics = metrics;
        metrics.bindPendingAppends(pendingBytes::get);
    }

    /** As {@link UpdateLog#append}. */
    CompletableFuture<Published> append(Publication publication, Namespace namespace) {
        return append(new Appended(
                publication.topic(),
                publication.bodyLength(),
                namespace,
                () -> records.record(publication, namespace)));
    }

    /** As {@link CanaryLog#appendCanary}. Only of a log that is known to be there, or publishers would wait behind it. */
    CompletableFuture<Published> appendCanary(LogId log, Namespace namespace) {
        KafkaTopic known = topics.get(namespace.kafkaTopic());
        if (known == null || !known.epoch().equals(log.epoch()) || log.partition() >= known.partitions()) {
            return CompletableFuture.failedFuture(
                    new LogUnavailableException("log: '" + log + "' (expected: one that is there)"));
        }
        Topic topic = Topic.canary(namespace.name());
        return append(new Appended(topic, 0, namespace, () -> records.canary(log, namespace)));
    }

    private CompletableFuture<Published> append(Appended update) {
        String away = topics.status().isAway() ? topics.status().failure() : null;
        if (away != null) {
            metrics.appendRejected(Rejection.UNREACHABLE);
            return CompletableFuture.failedFuture(new LogUnavailableException(
                    "append to '" + update.topic() + "': not tried, for there is no way to Kafka now: " + away));
        }
        long bytes = OVERHEAD_BYTES + update.bodyLength();
        if (pendingBytes.addAndGet(bytes) > properties.appendBuffer().toBytes()) {
            pendingBytes.addAndGet(-bytes);
            metrics.appendRejected(Rejection.BUFFER_FULL);
            return CompletableFuture.failedFuture(new LogUnavailableException(
                    "log: more than " + properties.appendBuffer() + " wait to be appended"));
        }
        long start = System.nanoTime();
        CompletableFuture<Published> append =
                enqueue(update).orTimeout(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return append.whenComplete((published, failure) -> {
                    pendingBytes.addAndGet(-bytes);
                    metrics.appended(Duration.ofNanos(System.nanoTime() - start), failure == null);
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(failure(update, failure)));
    }

    /** Fails what waits. */
    @Override
    public void close() {
        thread.shutdownNow();
        producers.destroy();
    }

    private CompletableFuture<Published> enqueue(Appended update) {
        CompletableFuture<Published> append = new CompletableFuture<>();
        try {
            thread.execute(() -> send(update, append));
        } catch (RejectedExecutionException e) {
            append.completeExceptionally(new LogUnavailableException("log: stopped", e));
        }
        return append;
    }

    /** On the thread. What has waited too long has been answered, and is not sent any more. */
    private void send(Appended update, CompletableFuture<Published> append) {
        if (append.isDone()) {
            return;
        }
        try {
            ProducerRecord<byte[], byte[]> record = update.record().get();
            KafkaTopic topic = topic(update.namespace());
            Future<RecordMetadata> unused = producer().send(record, (metadata, failure) -> {
                if (failure != null) {
                    append.completeExceptionally(failure);
                } else {
                    append.complete(published(update, topic, metadata));
                }
            });
        } catch (RuntimeException | InterruptedException | ExecutionException | TimeoutException e) {
            append.completeExceptionally(e);
        }
    }

    /** A topic that has been looked at is known at once. */
    private KafkaTopic topic(Namespace namespace) throws InterruptedException, ExecutionException, TimeoutException {
        KafkaTopic known = topics.get(namespace.kafkaTopic());
        if (known == null) {
            known = topics.find(List.of(namespace))
                    .get(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .get(namespace.kafkaTopic());
        }
        if (known == null) {
            throw new LogUnavailableException("Kafka topic: '" + namespace.kafkaTopic() + "' (expected: exists)");
        }
        return known;
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = producers.createProducer();
            producer = current;
        }
        return current;
    }

    private static Published published(Appended update, KafkaTopic topic, RecordMetadata metadata) {
        Position position =
                new Position(topic.log(update.topic().namespace(), metadata.partition()), metadata.offset());
        return new Published(update.topic(), position, metadata.timestamp());
    }

    private static Throwable failure(Appended update, Throwable failure) {
        if (LogFailures.unwrap(failure) instanceof RecordTooLargeException tooLarge) {
            return new IllegalArgumentException(
                    "body: " + update.bodyLength() + " bytes (expected: what its Kafka topic takes, see"
                            + " max.message.bytes)",
                    tooLarge);
        }
        return LogFailures.of("append to '" + update.topic() + "'", failure);
    }

    /** What is to be appended; its record is made on the thread. */
    private record Appended(
            Topic topic, int bodyLength, Namespace namespace, Supplier<ProducerRecord<byte[], byte[]>> record) {}

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "log-append");
        thread.setDaemon(true);
        return thread;
    }
}
