package io.tidings.log;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** One range being read back, slice by slice, by one thread at a time. */
final class LogRead {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Range range;

    private final TopicPartition partition;

    private final Function<List<ConsumerRecord<byte[], byte[]>>, List<Update>> mapping;

    private final long patienceNanos;

    private final CompletableFuture<Long> done = new CompletableFuture<>();

    private long began;

    private long next;

    private long idleNanos;

    private int slices;

    /**
     * Has read nothing yet.
     *
     * @param partition the partition that the log is
     * @param mapping the updates among records
     * @param patience how long the reading may get nowhere before it fails
     */
    LogRead(
            Range range,
            TopicPartition partition,
            Function<List<ConsumerRecord<byte[], byte[]>>, List<Update>> mapping,
            Duration patience) {
        this.range = range;
        this.partition = partition;
        this.mapping = mapping;
        this.patienceNanos = patience.toNanos();
        this.began = range.from();
        this.next = range.from();
    }

    /**
     * What is to be read.
     *
     * @param log the log
     * @param from the first offset
     * @param to the offset that the consumer's position is to reach
     * @param sink takes the batches
     */
    record Range(LogId log, long from, long to, Consumer<Batch> sink) {}

    /** Completes with the offset at which the reading began. */
    CompletableFuture<Long> done() {
        return done;
    }

    /**
     * Checks that the partition's topic is still in the life that the log belongs to.
     *
     * @throws LogUnavailableException if not
     */
    void checkCurrent(KafkaTopics topics) {
        KafkaTopic topic = topics.get(partition.topic());
        if (topic == null || !topic.epoch().equals(range.log().epoch())) {
            throw new LogUnavailableException(
                    "Kafka topic: '" + partition.topic() + "' is missing or was made anew (expected: as before)");
        }
    }

    /** How often it has had its turn: who has had less of it goes first. */
    int slices() {
        return slices;
    }

    /** Gives up. */
    void fail(Throwable cause) {
        done.completeExceptionally(LogFailures.of("read of log " + range.log(), cause));
    }

    /** Reads for as long as a slice is, or to the end, at which {@link #done} completes. */
    void advance(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, Duration slice) {
        slices++;
        long start = System.nanoTime();
        consumer.assign(List.of(partition));
        consumer.seek(partition, next);
        while (next < range.to() && System.nanoTime() - start < slice.toNanos()) {
            long asked = System.nanoTime();
            long before = next;
            poll(consumer);
            idleNanos = next > before ? 0 : idleNanos + System.nanoTime() - asked;
            if (idleNanos > patienceNanos) {
                throw new LogUnavailableException(
                        "log " + range.log() + ": stuck at offset " + next + " (expected: up to " + range.to() + ")");
            }
        }
        if (next >= range.to()) {
            done.complete(began);
        }
    }

    private void poll(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        try {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
            long position = consumer.position(partition);
            if (position > next) {
                range.sink().accept(new Batch(range.log(), next, position, mapping.apply(records)));
                next = position;
            }
        } catch (OffsetOutOfRangeException e) {
            beginLater(consumer, e);
        }
    }

    /** Retention has removed the range's beginning, or the log was cut and ends before it. */
    private void beginLater(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException e) {
        long beginning = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, -1L);
        if (beginning <= next || next > began) {
            throw new LogUnavailableException("log " + range.log() + ": no offset " + next, e);
        }
        began = beginning;
        next = beginning;
        consumer.seek(partition, next);
    }
}
