package io.tidings.log;

import io.tidings.log.LogMetrics.Rejection;
import io.tidings.topic.Namespace;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
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
        String away = topics.status().isAway() ? topics.status().failure() : null;
        if (away != null) {
            metrics.appendRejected(Rejection.UNREACHABLE);
            return CompletableFuture.failedFuture(new LogUnavailableException(
                    "append to '" + publication.topic() + "': not tried, for there is no way to Kafka now: " + away));
        }
        long bytes = OVERHEAD_BYTES + publication.bodyLength();
        if (pendingBytes.addAndGet(bytes) > properties.appendBuffer().toBytes()) {
            pendingBytes.addAndGet(-bytes);
            metrics.appendRejected(Rejection.BUFFER_FULL);
            return CompletableFuture.failedFuture(new LogUnavailableException(
                    "log: more than " + properties.appendBuffer() + " wait to be appended"));
        }
        long start = System.nanoTime();
        CompletableFuture<Published> append = enqueue(publication, namespace)
                .orTimeout(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return append.whenComplete((published, failure) -> {
                    pendingBytes.addAndGet(-bytes);
                    metrics.appended(Duration.ofNanos(System.nanoTime() - start), failure == null);
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(failure(publication, failure)));
    }

    /** Fails what waits. */
    @Override
    public void close() {
        thread.shutdownNow();
        producers.destroy();
    }

    private CompletableFuture<Published> enqueue(Publication publication, Namespace namespace) {
        CompletableFuture<Published> append = new CompletableFuture<>();
        try {
            thread.execute(() -> send(publication, namespace, append));
        } catch (RejectedExecutionException e) {
            append.completeExceptionally(new LogUnavailableException("log: stopped", e));
        }
        return append;
    }

    /** On the thread. What has waited too long has been answered, and is not sent any more. */
    private void send(Publication publication, Namespace namespace, CompletableFuture<Published> append) {
        if (append.isDone()) {
            return;
        }
        try {
            ProducerRecord<byte[], byte[]> record = records.record(publication, namespace);
            KafkaTopic topic = topic(namespace);
            Future<RecordMetadata> unused = producer().send(record, (metadata, failure) -> {
                if (failure != null) {
                    append.completeExceptionally(failure);
                } else {
                    append.complete(published(publication, topic, metadata));
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

    private static Published published(Publication publication, KafkaTopic topic, RecordMetadata metadata) {
        Position position =
                new Position(topic.log(publication.topic().namespace(), metadata.partition()), metadata.offset());
        return new Published(publication.topic(), position, metadata.timestamp());
    }

    private static Throwable failure(Publication publication, Throwable failure) {
        if (LogFailures.unwrap(failure) instanceof RecordTooLargeException tooLarge) {
            return new IllegalArgumentException(
                    "body: " + publication.bodyLength() + " bytes (expected: what its Kafka topic takes, see"
                            + " max.message.bytes)",
                    tooLarge);
        }
        return LogFailures.of("append to '" + publication.topic() + "'", failure);
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "log-append");
        thread.setDaemon(true);
        return thread;
    }
}
