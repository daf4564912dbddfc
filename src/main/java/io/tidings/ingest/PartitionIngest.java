package io.tidings.ingest;

import io.tidings.log.KafkaTopic;
import io.tidings.log.RecordMapping;
import io.tidings.log.RecordMapping.Mapped;
import io.tidings.log.RecordMapping.Unmappable;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition that this node reads: its records go to the relay as batches, pipelined, and what may be committed is the
 * contiguous prefix that the relay has receipted. It is halted, and paused at the consumer, until it knows where to begin,
 * while the relay is away, and after a batch was not taken; then it goes back to the prefix. Only the consumer's thread
 * calls.
 */
final class PartitionIngest {

    private static final Logger logger = LoggerFactory.getLogger(PartitionIngest.class);

    private final TopicPartition partition;

    private final Namespace namespace;

    private final StartOffsets start;

    private final Pipeline pipeline;

    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();

    /** By offset, from the prefix on: records that are read again are not written again. */
    private final Map<Long, CompletableFuture<Void>> deadLetters = new HashMap<>();

    private @Nullable LogId log;

    private boolean fromBeginning;

    private boolean halted = true;

    private boolean full;

    private long retryAtNanos = System.nanoTime();

    private long next;

    private long prefix;

    private long committed = -1;

    private long commitAskedNanos = System.nanoTime();

    private long inFlightBytes;

    private volatile long lag;

    /** Is halted, and does not know where to begin. */
    PartitionIngest(TopicPartition partition, Namespace namespace, StartOffsets start, Pipeline pipeline) {
        this.partition = partition;
        this.namespace = namespace;
        this.start = start;
        this.pipeline = pipeline;
    }

    private record InFlight(long to, long bytes, CompletableFuture<Void> done) {}

    /** Sends records on that were read up to a position. */
    void accept(List<ConsumerRecord<byte[], byte[]>> records, long position) {
        LogId current = log;
        if (halted || current == null) {
            return;
        }
        Draft draft = new Draft(next);
        long maxBytes = pipeline.properties().batches().maxBytes().toBytes();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RecordMapping mapping = pipeline.records().map(record, namespace, current);
            if (mapping instanceof Mapped mapped) {
                if (draft.isFullFor(mapped.update(), maxBytes)) {
                    publish(draft, current, record.offset());
                    draft = new Draft(next);
                }
                draft.add(mapped.update());
            } else if (mapping instanceof Unmappable unmappable) {
                draft.add(deadLetter(record, unmappable), Math.max(0, record.serializedValueSize()));
            }
        }
        publish(draft, current, position);
    }

    /** Before each poll: moves the prefix on, and halts, or pauses for what is under way; asks Kafka nothing. */
    void tick(Consumer<?, ?> consumer) {
        collect(consumer);
        KafkaTopic topic = pipeline.topics().get(partition.topic());
        if (log != null && topic != null && !topic.epoch().equals(log.epoch())) {
            restart(consumer, "its topic was made anew");
        } else if (!halted && !pipeline.relay().isConnected()) {
            halt(consumer);
        } else if (!halted) {
            flow(consumer);
        }
    }

    /** Whether it is halted, and nothing keeps it from going on but that Kafka has to be asked. */
    boolean isResumable() {
        return halted
                && System.nanoTime() >= retryAtNanos
                && pipeline.relay().isConnected()
                && pipeline.topics().get(partition.topic()) != null;
    }

    /** When it may go on at the earliest, in the time of {@link System#nanoTime}. */
    long retryAtNanos() {
        return retryAtNanos;
    }

    /** Goes on from the prefix; asks Kafka where that is, and where the head is. */
    void resume(Consumer<?, ?> consumer) {
        KafkaTopic topic = pipeline.topics().get(partition.topic());
        if (topic == null) {
            return;
        }
        if (log == null) {
            prefix = fromBeginning
                    ? StartOffsets.beginning(consumer, partition)
                    : start.find(consumer, partition, topic.partitions());
            log = topic.log(namespace.name(), partition.partition());
            committed = -1;
        }
        skipBacklog(StartOffsets.head(consumer, partition));
        consumer.seek(partition, prefix);
        consumer.resume(Set.of(partition));
        next = prefix;
        halted = false;
    }

    /** Waits for what is under way, but not longer than to the deadline, and moves the prefix on. */
    void finish(Consumer<?, ?> consumer, long deadlineNanos) {
        for (InFlight batch : inFlight) {
            try {
                batch.done().get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                break;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        collect(consumer);
    }

    /** Begins anew with the first offset that is there: the log that was being read is another, or lacks the offset. */
    void restart(Consumer<?, ?> consumer, String why) {
        logger.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("offset", next)
                .addKeyValue("why", why)
                .log("Ingest begins a partition anew");
        halt(consumer);
        log = null;
        fromBeginning = true;
        deadLetters.clear();
    }

    /** Stops reading, forgets what is under way, and goes back to the prefix after a while. */
    void halt(Consumer<?, ?> consumer) {
        if (!inFlight.isEmpty()) {
            pipeline.metrics().resending();
        }
        halted = true;
        full = false;
        inFlight.clear();
        inFlightBytes = 0;
        retryAtNanos =
                System.nanoTime() + pipeline.properties().batches().retryDelay().toNanos();
        consumer.pause(Set.of(partition));
    }

    /** The prefix, where it is not committed yet. */
    OptionalLong uncommitted() {
        return log == null || prefix == committed ? OptionalLong.empty() : OptionalLong.of(prefix);
    }

    void committed(long offset) {
        committed = offset;
    }

    boolean isCommitDue(long nowNanos) {
        return uncommitted().isPresent()
                && nowNanos - commitAskedNanos
                        >= pipeline.properties().batches().commitInterval().toNanos();
    }

    void commitAsked(long nowNanos) {
        commitAskedNanos = nowNanos;
    }

    /** How far the prefix is behind the head; any thread may ask. */
    long lag() {
        return lag;
    }

    @Override
    public String toString() {
        return partition.toString();
    }

    private CompletableFuture<Void> deadLetter(ConsumerRecord<byte[], byte[]> record, Unmappable unmappable) {
        return deadLetters.computeIfAbsent(
                record.offset(), offset -> pipeline.deadLetters().take(record, unmappable));
    }

    private void publish(Draft draft, LogId current, long to) {
        Batch batch = draft.to(current, to);
        CompletableFuture<Void> done = draft.done(pipeline.carry(batch));
        inFlight.addLast(new InFlight(to, draft.bytes(), done));
        inFlightBytes += draft.bytes();
        next = to;
        pipeline.metrics().published(batch);
    }

    private void collect(Consumer<?, ?> consumer) {
        for (InFlight first = inFlight.peekFirst();
                first != null && first.done().isDone();
                first = inFlight.peekFirst()) {
            if (first.done().isCompletedExceptionally()) {
                halt(consumer);
                return;
            }
            inFlight.removeFirst();
            inFlightBytes -= first.bytes();
            prefix = first.to();
        }
        if (!deadLetters.isEmpty()) {
            deadLetters.keySet().removeIf(offset -> offset < prefix);
        }
    }

    private void skipBacklog(long head) {
        long backlog = head - prefix;
        if (backlog > pipeline.properties().maxBacklog()) {
            logger.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("offsets", backlog)
                    .log("Ingest goes on at the head; nodes read from the log what is skipped");
            pipeline.metrics().skipped(backlog);
            prefix = head;
        }
    }

    private void flow(Consumer<?, ?> consumer) {
        long position = consumer.position(partition);
        LogId current = log;
        if (position > next && current != null) {
            publish(new Draft(next), current, position);
        }
        lag = consumer.currentLag(partition).orElse(0) + position - prefix;
        boolean over =
                inFlightBytes > pipeline.properties().batches().maxInFlight().toBytes();
        if (over && !full) {
            consumer.pause(Set.of(partition));
        } else if (full && !over) {
            consumer.resume(Set.of(partition));
        }
        full = over;
    }
}
