package io.tidings.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.topic.Batch;
import java.util.function.Supplier;

/** What ingest counts. */
final class IngestMetrics {

    private final MeterRegistry registry;

    private final Counter updates;

    private final Counter batches;

    private final Counter bytes;

    private final Counter resends;

    private final Counter skipped;

    private final Counter uncarried;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        updates = counter("updates", "Updates handed to the relay");
        batches = counter("batches", "Batches handed to the relay");
        bytes = Counter.builder("tidings.ingest.bytes")
                .description("Bytes of the bodies handed to the relay")
                .baseUnit("bytes")
                .register(registry);
        resends = counter("resends", "Times a partition went back because the relay had not taken a batch");
        uncarried = counter("uncarried", "Batches too large for the relay, left to the nodes' own reading");
        skipped = counter("skipped", "Offsets left to the nodes' own reading after a long outage");
    }

    void published(Batch batch) {
        batches.increment();
        updates.increment(batch.updates().size());
        bytes.increment((double) batch.bodyBytes());
    }

    void resending() {
        resends.increment();
    }

    void uncarried() {
        uncarried.increment();
    }

    void skipped(long offsets) {
        skipped.increment((double) offsets);
    }

    void deadLetter(String reason) {
        tagged("dead.letters", "Records written to the dead letter topic", "reason", reason);
    }

    void deadLetterLost(String reason) {
        tagged("dead.letters.lost", "Bad records that could not be written anywhere", "reason", reason);
    }

    void committed(boolean success) {
        tagged("commits", "Commits of offsets", "outcome", success ? "success" : "failure");
    }

    void bindPartitions(Supplier<Number> partitions) {
        Gauge.builder("tidings.ingest.partitions", partitions)
                .description("Partitions that this node reads")
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

    private void tagged(String name, String description, String tag, String value) {
        Counter.builder("tidings.ingest." + name)
                .description(description)
                .tag(tag, value)
                .register(registry)
                .increment();
    }
}
