package io.tidings.replica;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The replica's meters. */
final class ReplicaMetrics {

    private static final String PREFIX = "tidings.replica.";

    /** Why a batch was discarded. What it carried is read from the log, if the log has it. */
    enum Discard {
        INBOX_FULL,
        HELD_FULL,
        IMPLAUSIBLE,
        UNKNOWN_LOG,
        UNKNOWN_NAMESPACE,
        WRONG_SOURCE
    }

    /** Why a log was begun anew. */
    enum Reset {
        TRUNCATED,
        NEW_EPOCH
    }

    private final MeterRegistry registry;

    private final Timer apply;

    private final Counter updates;

    private final Counter doubles;

    private final Counter gaps;

    private final Counter gapsHealed;

    private final Counter directReads;

    private final Counter readFailures;

    private final Counter unproven;

    private final Counter moved;

    private final Counter forgotten;

    private final Counter evicted;

    private final Map<Discard, Counter> discards = new EnumMap<>(Discard.class);

    private final Map<Reset, Counter> resets = new EnumMap<>(Reset.class);

    ReplicaMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.apply = Timer.builder(PREFIX + "apply")
                .description("Time to apply a batch")
                .register(registry);
        this.updates = counter("updates", "Updates applied");
        this.doubles = counter("doubles", "Batches of the relay that held nothing new");
        this.gaps = counter("gaps", "Gaps seen in what the relay brought");
        this.gapsHealed = counter("gaps.healed", "Gaps read from the log");
        this.directReads = counter("direct.reads", "Reads of a log that the relay was late for");
        this.readFailures = counter("read.failures", "Questions to the log and reads that failed");
        this.unproven =
                counter("unproven", "Stretches that retention or compaction may have thinned before they were read");
        this.moved = counter("topics.moved", "Topics seen in a second log");
        this.forgotten = counter("topics.forgotten", "Topics forgotten for want of room");
        this.evicted = counter("evictions", "Updates and topics dropped because of tidings.replica.max-size");
        for (Discard reason : Discard.values()) {
            discards.put(reason, tagged("discarded", "Batches discarded", reason));
        }
        for (Reset reason : Reset.values()) {
            resets.put(reason, tagged("resets", "Logs begun anew", reason));
        }
    }

    /** Shows what these tell when they are asked. */
    void observe(Supplier<ReplicaStatus> status, Supplier<Number> inboxBytes) {
        gauge("logs", "Logs followed", status, ReplicaStatus::logs);
        gauge("logs.joined", "Logs read back", status, ReplicaStatus::joined);
        gauge("logs.behind", "Logs behind their head", status, ReplicaStatus::behind);
        gauge("topics", "Topics known", status, ReplicaStatus::topics);
        size(
                "size",
                "Size of last values and history, estimated",
                () -> status.get().bytes());
        size("inbox", "Size of the batches that wait for the replica, estimated", inboxBytes);
    }

    Timer apply() {
        return apply;
    }

    void updates(int count) {
        updates.increment(count);
    }

    void doubled() {
        doubles.increment();
    }

    void gap() {
        gaps.increment();
    }

    void gapHealed() {
        gapsHealed.increment();
    }

    void directRead() {
        directReads.increment();
    }

    void readFailed() {
        readFailures.increment();
    }

    void unproven() {
        unproven.increment();
    }

    void moved() {
        moved.increment();
    }

    void forgotten() {
        forgotten.increment();
    }

    void evicted() {
        evicted.increment();
    }

    void discarded(Discard reason) {
        count(discards, reason);
    }

    void reset(Reset reason) {
        count(resets, reason);
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Counter tagged(String name, String description, Enum<?> reason) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }

    private void size(String name, String description, Supplier<Number> bytes) {
        Gauge.builder(PREFIX + name, bytes)
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    private void gauge(
            String name, String description, Supplier<ReplicaStatus> status, ToLongFunction<ReplicaStatus> value) {
        Gauge.builder(PREFIX + name, () -> value.applyAsLong(status.get()))
                .description(description)
                .register(registry);
    }
}
