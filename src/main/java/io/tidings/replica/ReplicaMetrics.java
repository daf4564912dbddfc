package io.tidings.replica;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tidings.meter.Histogram;
import io.tidings.meter.OwnTimes;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
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

    /** Why an update was dropped from a topic's history. */
    enum Eviction {
        HISTORY_SIZE,
        HISTORY_WINDOW,
        MAX_SIZE
    }

    /** Why a topic was forgotten. */
    enum Forgotten {
        MAX_TOPICS,
        MAX_SIZE,
        CLEARED
    }

    /** On which way an update came. */
    enum Way {
        RELAY,
        /** The log, or the relay, but only behind what had to be read there. */
        LOG
    }

    private final MeterRegistry registry;

    private final Map<Way, OwnTimes> ages = new EnumMap<>(Way.class);

    private final Timer apply;

    private final Counter updates;

    private final Counter doubles;

    private final Counter gaps;

    private final Counter gapsHealed;

    private final Counter directReads;

    private final Counter readFailures;

    private final Counter unproven;

    private final Counter moved;

    private final Counter plainViews;

    private final Counter recoveredViews;

    private final Counter recoveredUpdates;

    private final Counter repeats;

    private final Counter keysForgotten;

    private final Map<Discard, Counter> discards = new EnumMap<>(Discard.class);

    private final Map<Reset, Counter> resets = new EnumMap<>(Reset.class);

    private final Map<Eviction, Counter> evictions = new EnumMap<>(Eviction.class);

    private final Map<Forgotten, Counter> forgotten = new EnumMap<>(Forgotten.class);

    private final Map<Doubt, Counter> gapViews = new EnumMap<>(Doubt.class);

    ReplicaMetrics(MeterRegistry registry) {
        this.registry = registry;
        Histogram ofAges =
                Histogram.ofAges(registry, PREFIX + "age", "How old updates are when they have been applied");
        for (Way way : Way.values()) {
            ages.put(way, ofAges.series(Tags.of("way", tag(way))).part());
        }
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
        this.plainViews = view("plain", "none");
        this.recoveredViews = view("recovered", "none");
        this.recoveredUpdates =
                counter("recovered.updates", "Updates that came after the cursors of those who resumed");
        fill(discards, Discard.values(), reason -> tagged("discarded", "Batches discarded", reason));
        fill(resets, Reset.values(), reason -> tagged("resets", "Logs begun anew", reason));
        fill(evictions, Eviction.values(), reason -> tagged("evictions", "Updates dropped from histories", reason));
        fill(forgotten, Forgotten.values(), reason -> tagged("topics.forgotten", "Topics forgotten", reason));
        fill(gapViews, Doubt.values(), doubt -> view("gap", tag(doubt)));
        this.repeats = counter("repeats", "Updates dropped because their idempotency key repeats an earlier one's");
        this.keysForgotten = counter("keys.forgotten", "Idempotency keys forgotten before their window was over");
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

    /** Shows whether every log has been read back, as readiness does. */
    void observeReady(BooleanSupplier ready) {
        Gauge.builder(PREFIX + "ready", () -> ready.getAsBoolean() ? 1 : 0)
                .description("1 once every namespace has been read back, else 0")
                .register(registry);
    }

    /** Shows how many idempotency keys are known. */
    void observeKeys(Supplier<Number> keys) {
        Gauge.builder(PREFIX + "keys", keys)
                .description("Idempotency keys known")
                .register(registry);
    }

    Timer apply() {
        return apply;
    }

    /** How old the updates are that came on a way; only the replica's thread records. */
    @SuppressWarnings("NullAway") // There is one for each.
    OwnTimes ages(Way way) {
        return ages.get(way);
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

    void forgotten(Forgotten reason) {
        count(forgotten, reason);
    }

    void evicted(Eviction reason) {
        count(evictions, reason);
    }

    /** A view for somebody who has seen nothing. */
    void viewed() {
        plainViews.increment();
    }

    /** A view of all that came after a cursor. */
    void recovered(int updateCount) {
        recoveredViews.increment();
        recoveredUpdates.increment(updateCount);
    }

    /** A view for somebody who was told of a gap. */
    void unprovenView(Doubt doubt) {
        count(gapViews, doubt);
    }

    void repeated() {
        repeats.increment();
    }

    void keyForgotten() {
        keysForgotten.increment();
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

    private static <E extends Enum<E>> void fill(Map<E, Counter> counters, E[] reasons, Function<E, Counter> counter) {
        for (E reason : reasons) {
            counters.put(reason, counter.apply(reason));
        }
    }

    private static String tag(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Counter view(String outcome, String reason) {
        return Counter.builder(PREFIX + "views")
                .description("Views given")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Counter tagged(String name, String description, Enum<?> reason) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tag("reason", tag(reason))
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
