package io.tidings.ingest;

import io.tidings.log.KafkaTopic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.support.ProducerListener;

/**
 * Writes a bad record to its dead letter topic as Spring Kafka does, with its headers {@code kafka_dlt-*}, but without
 * waiting for the acknowledgement, and with the reason in {@value #REASON}. A record that the dead letter topic does not
 * take for its size goes there without its value. One thread calls; it never waits: while metadata is missing, or the producer's
 * buffer is full, a record fails at once and is to be tried again.
 */
final class DeadLetterRecoverer implements AutoCloseable {

    static final String REASON = "tidings-reason";

    static final String VALUE_OMITTED = "tidings-value-omitted";

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;

    private final KafkaTemplate<byte[], byte[]> template;

    private final Publisher publisher;

    DeadLetterRecoverer(DefaultKafkaProducerFactory<byte[], byte[]> producers) {
        this.producers = producers;
        producers.updateConfigs(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0));
        this.template = new KafkaTemplate<>(producers);
        this.publisher = new Publisher(template);
        template.setProducerListener(new ProducerListener<>() {}); // The default one logs keys.
    }

    /** Writes the record; the answer never comes by an exception. */
    CompletableFuture<Void> send(ConsumerRecord<byte[], byte[]> record, UnmappableRecordException why) {
        return attempt(record, why)
                .exceptionallyCompose(failure -> isTooLarge(failure) && record.value() != null
                        ? attempt(withoutValue(record), why)
                        : CompletableFuture.failedFuture(failure));
    }

    @Override
    public void close() {
        producers.destroy();
    }

    private CompletableFuture<Void> attempt(ConsumerRecord<byte[], byte[]> record, UnmappableRecordException why) {
        try {
            return publisher.publish(record, why);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ConsumerRecord<byte[], byte[]> withoutValue(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders(record.headers());
        headers.add(VALUE_OMITTED, (record.value().length + " bytes").getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                -1,
                record.key(),
                null,
                headers,
                record.leaderEpoch());
    }

    private static boolean isTooLarge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
        }
        return false;
    }

    private static final class Publisher extends DeadLetterPublishingRecoverer {

        private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

        Publisher(KafkaTemplate<byte[], byte[]> template) {
            super(template, (record, why) -> destination(template, record));
            excludeHeader(HeadersToAdd.EX_STACKTRACE);
            addHeadersFunction((record, why) -> reason(why));
        }

        CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> record, UnmappableRecordException why) {
            accept(record, why);
            return sent;
        }

        @Override
        protected void publish(
                ProducerRecord<Object, Object> dead,
                KafkaOperations<Object, Object> operations,
                ConsumerRecord<?, ?> record) {
            sent = operations.send(dead).thenAccept(result -> {});
        }

        /** The same partition where there is one, else any. */
        private static TopicPartition destination(KafkaTemplate<?, ?> template, ConsumerRecord<?, ?> record) {
            String topic = record.topic() + KafkaTopic.DEAD_LETTER_SUFFIX;
            int partitions = template.partitionsFor(topic).size();
            return new TopicPartition(topic, record.partition() < partitions ? record.partition() : -1);
        }

        private static Headers reason(Exception why) {
            String reason = ((UnmappableRecordException) why).reason().tag();
            return new RecordHeaders().add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        }
    }
}
