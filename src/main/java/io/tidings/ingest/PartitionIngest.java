package io.tidings.ingest;

import io.tidings.ingest.SentBatches.Sent;
import io.tidings.log.KafkaTopic;
import io.tidings.log.RecordMapping;
import io.tidings.log.RecordMapping.Mapped;
import io.tidings.log.RecordMapping.Unmappable;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    private final SeenTopics seen;

    private final Pipeline pipeline;

    private final Pause pause;

    private final SentBatches sent = new SentBatches();

    /** By offset, from the prefix on: records that are read again are not written again. */
    private final Map<Long, CompletableFuture<Void>> deadLetters = new HashMap<>();

    private @Nullable LogId log;

    /** What {@code log} was before. */
    private @Nullable LogId former;

    private boolean fromBeginning;

    private volatile boolean halted = true;

    private boolean full;

    /** How often the batch at the prefix was not taken. */
    private int attempts;

    private long headAskedNanos = System.nanoTime();

    private long next;

    private long prefix;

    private long committed = -1;

    private long commitAskedNanos = System.nanoTime();

    private volatile long lag;

    /**
     * Is halted, and does not know where to begin.
     *
     * @param former the log that the partition was when this node read it last
     */
    PartitionIngest(
            TopicPartition partition, Namespace namespace, SeenTopics seen, @Nullable LogId former, Pipeline pipeline) {
        this.partition = partition;
        this.namespace = namespace;
        this.seen = seen;
        this.former = former;
        this.pipeline = pipeline;
        this.pause = new Pause(pipeline.properties().batches());
    }

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

    /** Whether it is halted, and nothing keeps it from going on, or from finding its place, but that Kafka has to be asked. */
    boolean isResumable() {
        return halted
                && pause.isOver()
                && pipeline.topics().get(partition.topic()) != null
                && (log == null || pipeline.relay().isConnected());
    }

    /** When it may go on at the earliest, in the time of {@link System#nanoTime}. */
    long retryAtNanos() {
        return pause.untilNanos();
    }

    /** Goes on from the prefix; asks Kafka where that is, and where the head is. */
    void resume(Consumer<?, ?> consumer) {
        KafkaTopic topic = pipeline.topics().get(partition.topic());
        if (topic == null) {
            return;
        }
        if (log == null) {
            place(consumer, topic);
        }
        if (!pipeline.relay().isConnected()) {
            return;
        }
        skipBacklog(StartOffsets.head(consumer, partition));
        consumer.seek(partition, prefix);
        consumer.resume(Set.of(partition));
        next = prefix;
        halted = false;
        if (attempts == 0) {
            pause.succeeded();
        }
    }

    /** Waits for what is under way, but not longer than to the deadline, and moves the prefix on. */
    void finish(Consumer<?, ?> consumer, long deadlineNanos) {
        sent.await(deadlineNanos);
        collect(consumer);
    }

    /** Begins anew with the first offset that is there: the log that was being read is another, or lacks the offset. */
    void restart(Consumer<?, ?> consumer, String why) {
        logger.atWarn()
                .addKeyValue("partition", partition)
                .addKeyValue("offset", next)
                .addKeyValue("why", why)
                .log("Ingest begins a partition anew");
        pipeline.metrics().restarted();
        halt(consumer);
        former = log;
        log = null;
        fromBeginning = true;
        attempts = 0;
        deadLetters.clear();
    }

    /** Halts for longer than the time before. */
    void failed(Consumer<?, ?> consumer) {
        pause.failed();
        halt(consumer);
    }

    /** Stops reading, forgets what is under way, and goes back to the prefix after a while. */
    void halt(Consumer<?, ?> consumer) {
        if (!sent.isEmpty()) {
            pipeline.metrics().resending();
        }
        halted = true;
        full = false;
        sent.clear();
        pause.begin();
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

    TopicPartition partition() {
        return partition;
    }

    /** Whether it is halted; any thread may ask. */
    boolean isHalted() {
        return halted;
    }

    /** Whether it reads nothing now that would say where the head is, and Kafka has not been asked for a while. */
    boolean isHeadWanted(long nowNanos) {
        return log != null
                && (halted || full)
                && nowNanos - headAskedNanos
                        >= pipeline.properties().batches().commitInterval().toNanos();
    }

    /** Takes Kafka's answer; null if there is none. */
    void headAsked(@Nullable Long head) {
        headAskedNanos = System.nanoTime();
        if (head != null) {
            lag = Math.max(0, head - prefix);
        }
    }

    /** The log that it reads, or the one before where it does not know where to begin. */
    @Nullable
    LogId log() {
        return log == null ? former : log;
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
        sent.add(new Sent(to, draft.bytes(), done, draft.lettersTaken()));
        next = to;
        pipeline.metrics().published(batch);
    }

    private void collect(Consumer<?, ?> consumer) {
        for (Sent first = sent.firstAnswered(); first != null; first = sent.firstAnswered()) {
            if (first.done().isCompletedExceptionally()) {
                notTaken(first);
                failed(consumer);
                return;
            }
            sent.removeFirst();
            moveTo(first.to());
        }
        if (!deadLetters.isEmpty()) {
            deadLetters.keySet().removeIf(offset -> offset < prefix);
        }
    }

    /** A batch that ends the link to the broker again and again, say, must not do so for ever. */
    private void notTaken(Sent first) {
        attempts++;
        if (attempts >= pipeline.properties().batches().maxAttempts()
                && first.lettersTaken().isDone()) {
            logger.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("from", prefix)
                    .addKeyValue("to", first.to())
                    .addKeyValue("attempts", attempts)
                    .log("The relay does not take a batch; nodes read it from the log");
            pipeline.metrics().uncarried();
            moveTo(first.to());
        }
    }

    private void moveTo(long offset) {
        prefix = offset;
        attempts = 0;
        pause.succeeded();
    }

    private void place(Consumer<?, ?> consumer, KafkaTopic topic) {
        LogId placed = topic.log(namespace.name(), partition.partition());
        boolean anew = former != null && !former.equals(placed);
        long begin = fromBeginning || anew
                ? StartOffsets.beginning(consumer, partition)
                : seen.start(topic).find(consumer, partition, topic.partitions());
        if (fromBeginning && !anew && begin > prefix) {
            pipeline.metrics().skipped(begin - prefix);
        }
        prefix = begin;
        committed = -1;
        log = placed;
        headAskedNanos = System.nanoTime()
                - pipeline.properties().batches().commitInterval().toNanos();
    }

    private void skipBacklog(long head) {
        long backlog = head - prefix;
        if (backlog > pipeline.properties().maxBacklog()) {
            logger.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("offsets", backlog)
                    .log("Ingest goes on at the head; nodes read from the log what is skipped");
            pipeline.metrics().skipped(backlog);
            moveTo(head);
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
                sent.bytes() > pipeline.properties().batches().maxInFlight().toBytes();
        if (over && !full) {
            consumer.pause(Set.of(partition));
        } else if (full && !over) {
            consumer.resume(Set.of(partition));
        }
        full = over;
    }
}
