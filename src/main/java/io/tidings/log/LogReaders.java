package io.tidings.log;

import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * The threads that read ranges back, each with a Kafka consumer of its own. Ranges take turns, those first that have had the
 * fewest: a short repair does not wait for the read-back of a long log.
 */
final class LogReaders implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LogReaders.class);

    private final PriorityBlockingQueue<Turn> turns = new PriorityBlockingQueue<>(
            64, Comparator.comparingInt((Turn turn) -> turn.read().slices()).thenComparingLong(Turn::number));

    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicLong turnNumbers = new AtomicLong();

    private final List<Thread> threads = new ArrayList<>();

    private final ConsumerFactory<byte[], byte[]> consumers;

    private final KafkaTopics topics;

    private final KafkaRecords records;

    private final LogProperties properties;

    private final LogMetrics metrics;

    private volatile boolean closed;

    /** Starts the threads. */
    LogReaders(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaTopics topics,
            KafkaRecords records,
            LogProperties properties,
            LogMetrics metrics) {
        this.consumers = consumers;
        this.topics = topics;
        this.records = records;
        this.properties = properties;
        this.metrics = metrics;
        metrics.bindPendingReads(pending::get);
        for (int i = 0; i < properties.reads().threads(); i++) {
            Thread thread = new Thread(this::run, "log-read-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Queues a range; fails at once where too many wait. */
    CompletableFuture<Long> read(Namespace namespace, LogRead.Range range) {
        if (pending.incrementAndGet() > properties.reads().maxPending() || closed) {
            pending.decrementAndGet();
            return CompletableFuture.failedFuture(new LogUnavailableException(
                    "log: stopped, or more than " + properties.reads().maxPending() + " ranges wait to be read"));
        }
        TopicPartition partition =
                new TopicPartition(namespace.kafkaTopic(), range.log().partition());
        LogRead read = new LogRead(
                range, partition, found -> updates(found, namespace, range.log()), properties.requestTimeout());
        queue(read);
        return read.done().whenComplete((began, failure) -> {
            pending.decrementAndGet();
            metrics.readEnded(failure == null);
        });
    }

    /** Ends the threads, and fails what is being read. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        failWaiting();
    }

    private record Turn(LogRead read, long number) {}

    private void queue(LogRead read) {
        turns.add(new Turn(read, turnNumbers.incrementAndGet()));
    }

    /** Records that are no updates are holes here; ingest makes dead letters of them. */
    private List<Update> updates(List<ConsumerRecord<byte[], byte[]>> found, Namespace namespace, LogId log) {
        List<Update> updates = new ArrayList<>(found.size());
        for (ConsumerRecord<byte[], byte[]> record : found) {
            if (records.map(record, namespace, log) instanceof RecordMapping.Mapped mapped) {
                updates.add(mapped.update());
            }
        }
        metrics.updatesRead(updates.size());
        return updates;
    }

    private void run() {
        Consumer<byte[], byte[]> consumer = null;
        while (!closed) {
            try {
                consumer = take(turns.take().read(), consumer);
            } catch (InterruptedException e) {
                break;
            }
        }
        discard(consumer);
        failWaiting();
    }

    private void failWaiting() {
        for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
            turn.read().fail(new LogUnavailableException("log: stopped"));
        }
    }

    /** Gives a range its turn, and answers with the consumer for the next; none where this one may be broken. */
    private @Nullable Consumer<byte[], byte[]> take(LogRead read, @Nullable Consumer<byte[], byte[]> current) {
        Consumer<byte[], byte[]> consumer = current;
        try {
            read.checkCurrent(topics);
            if (consumer == null) {
                consumer = consumers.createConsumer();
            }
            read.advance(consumer, properties.reads().slice());
            if (!read.done().isDone()) {
                queue(read);
            }
            return consumer;
        } catch (RuntimeException | Error e) {
            read.fail(e);
            discard(consumer);
            return null;
        }
    }

    private static void discard(@Nullable Consumer<byte[], byte[]> consumer) {
        if (consumer == null) {
            return;
        }
        Thread.interrupted();
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            logger.atDebug().setCause(e).log("A consumer did not close cleanly");
        }
    }
}
