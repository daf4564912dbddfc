package io.tidings.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.tidings.meter.Histogram;
import io.tidings.topic.Batch;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The relay's meters, {@code tidings.relay.*}. */
final class RelayMetrics {

    private static final String PREFIX = "tidings.relay.";

    private static final String SINK = "sink";

    private final MeterRegistry registry;

    private final AtomicInteger connected = new AtomicInteger();

    private final Traffic published;

    private final Traffic received;

    private final Timer receipts;

    private final Counter reconnects;

    private final Counter unpublished;

    RelayMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.published = new Traffic(registry, "published");
        this.received = new Traffic(registry, "received");
        this.receipts = Timer.builder(PREFIX + "receipt")
                .description("Time from publishing a batch to its confirmation")
                .serviceLevelObjectives(Histogram.ages())
                .register(registry);
        this.reconnects = Counter.builder(PREFIX + "reconnects")
                .description("Connections made after the first")
                .register(registry);
        this.unpublished = Counter.builder(PREFIX + "unpublished")
                .description("Batches that were refused, or not confirmed")
                .register(registry);
        Gauge.builder(PREFIX + "connected", connected, AtomicInteger::get)
                .description("1 while batches can be published, else 0")
                .register(registry);
        EnumSet.complementOf(EnumSet.of(LinkFailure.Kind.STOPPED)).forEach(this::failures);
        for (BatchFormatException.Reason reason : BatchFormatException.Reason.values()) {
            drops(tag(reason));
        }
        drops(SINK);
    }

    void connected(boolean now) {
        connected.set(now ? 1 : 0);
    }

    void reconnected() {
        reconnects.increment();
    }

    void failed(LinkFailure.Kind kind) {
        failures(kind).increment();
    }

    /** A batch has been confirmed. */
    void published(Batch batch, long bytes, long nanos) {
        published.record(batch, bytes);
        receipts.record(Duration.ofNanos(nanos));
    }

    /** A batch has been refused, or will not be confirmed. */
    void unpublished() {
        unpublished.increment();
    }

    void received(Batch batch, long bytes) {
        received.record(batch, bytes);
    }

    /** What arrived cannot be read. */
    void dropped(BatchFormatException.Reason reason) {
        drops(tag(reason)).increment();
    }

    /** What arrived was not taken by who is to have it. */
    void sinkFailed() {
        drops(SINK).increment();
    }

    private Counter failures(LinkFailure.Kind kind) {
        return Counter.builder(PREFIX + "failures")
                .description("Attempts and links that failed")
                .tag("kind", tag(kind))
                .register(registry);
    }

    private Counter drops(String reason) {
        return Counter.builder(PREFIX + "dropped")
                .description("What arrived and was not handed on")
                .tag("reason", reason)
                .register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Batches that went one way. */
    private static final class Traffic {

        private final DistributionSummary batches;

        private final Counter updates;

        Traffic(MeterRegistry registry, String way) {
            this.batches = DistributionSummary.builder(PREFIX + way)
                    .description("Batches that were " + way + ", by their length")
                    .baseUnit(BaseUnits.BYTES)
                    .register(registry);
            this.updates = Counter.builder(PREFIX + way + ".updates")
                    .description("Updates that were " + way)
                    .register(registry);
        }

        void record(Batch batch, long bytes) {
            batches.record((double) bytes);
            updates.increment(batch.updates().size());
        }
    }
}
