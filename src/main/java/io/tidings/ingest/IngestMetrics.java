package io.tidings.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tidings.log.RecordMapping.Reason;
import io.tidings.meter.Histogram;
import io.tidings.meter.OwnTimes;
import io.tidings.topic.Batch;
import io.tidings.topic.Update;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** What ingest counts. */
final class IngestMetrics {

    private final MeterRegistry registry;

    private final Clock clock;

    /** Guarded by itself: consumers' threads, or publishers', take turns, a batch at a time. */
    private final OwnTimes ages;

    private final Counter updates;

    private final Counter batches;

    private final Counter bytes;

    private final Counter resends;

    private final Counter skipped;

    private final Counter uncarried;

    private final Counter failures;

    private final Counter restarts;

    private final Counter deadLetterRetries;

    IngestMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        ages = Histogram.ofAges(registry, "tidings.ingest.age", "How old updates are when they are handed to the relay")
                .series(Tags.empty())
                .part();
        updates = counter("updates", "Updates handed to the relay");
        batches = counter("batches", "Batches handed to the relay");
        bytes = Counter.builder("tidings.ingest.bytes")
                .description("Bytes of the bodies handed to the relay")
                .baseUnit("bytes")
                .register(registry);
        resends = counter("resends", "Times a partition went back because the relay had not taken a batch");
        uncarried = counter("uncarried", "Batches that the relay does not carry, left to the nodes' own reading");
        skipped = counter("skipped", "Offsets that ingest has not read: past a long backlog, or gone before it came");
        failures = counter("failures", "Times that reading, or what is done for a partition, failed");
        restarts = counter("restarts", "Partitions begun anew, for the log was another or lacked the position");
        deadLetterRetries = counter("dead.letters.retries", "Times a dead letter topic was tried again");
        List.of("assigned", "revoked", "lost").forEach(this::rebalances);
        for (Reason reason : Reason.values()) {
            deadLetters(reason.tag());
            deadLettersLost(reason.tag());
        }
        commits("success");
        commits("failure");
    }

    void published(Batch batch) {
        batches.increment();
        updates.increment(batch.updates().size());
        bytes.increment((double) batch.bodyBytes());
        long now = clock.millis();
        synchronized (ages) {
            for (Update update : batch.updates()) {
                ages.recordAge(now, update.timestamp());
            }
        }
    }

    void resending() {
        resends.increment();
    }

    void uncarried() {
        uncarried.increment();
    }

    void failed() {
        failures.increment();
    }

    void restarted() {
        restarts.increment();
    }

    void deadLetterRetried() {
        deadLetterRetries.increment();
    }

    /** Partitions that were assigned, revoked or lost in a rebalance. */
    void rebalanced(String event, int partitions) {
        rebalances(event).increment(partitions);
    }

    void skipped(long offsets) {
        skipped.increment((double) offsets);
    }

    void deadLetter(String reason) {
        deadLetters(reason).increment();
    }

    void deadLetterLost(String reason) {
        deadLettersLost(reason).increment();
    }

    void committed(boolean success) {
        commits(success ? "success" : "failure").increment();
    }

    void bindPartitions(Supplier<Number> partitions) {
        Gauge.builder("tidings.ingest.partitions", partitions)
                .description("Partitions that this node reads")
                .register(registry);
    }

    void bindHalted(Supplier<Number> partitions) {
        Gauge.builder("tidings.ingest.partitions.halted", partitions)
                .description("Partitions that hand nothing on now: the relay is away, or a batch was not taken")
                .register(registry);
    }

    void bindLag(Supplier<Number> lag) {
        Gauge.builder("tidings.ingest.lag", lag)
                .description("Offsets between what the relay has confirmed and the head, of this node's partitions")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("tidings.ingest." + name)
                .description(description)
                .register(registry);
    }

    private Counter rebalances(String event) {
        return tagged(
                "rebalances",
                "Partitions that came to this node, were given up in order, or were lost to another",
                "event",
                event);
    }

    private Counter deadLetters(String reason) {
        return tagged("dead.letters", "Records written to the dead letter topic", "reason", reason);
    }

    private Counter deadLettersLost(String reason) {
        return tagged("dead.letters.lost", "Bad records that could not be written anywhere", "reason", reason);
    }

    private Counter commits(String outcome) {
        return tagged("commits", "Commits of offsets", "outcome", outcome);
    }

    private Counter tagged(String name, String description, String tag, String value) {
        return Counter.builder("tidings.ingest." + name)
                .description(description)
                .tag(tag, value)
                .register(registry);
    }
}
