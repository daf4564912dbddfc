package io.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** What the log counts. */
final class LogMetrics {

    /** Why an update was not even tried to be appended. */
    enum Rejection {
        BUFFER_FULL,
        UNREACHABLE
    }

    private final MeterRegistry registry;

    private final Timer appended;

    private final Timer appendFailed;

    private final Counter updatesRead;

    private final Counter headersDropped;

    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        appended = append("safe");
        appendFailed = append("failed");
        updatesRead = Counter.builder("tidings.log.read.updates")
                .description("Updates read back")
                .register(registry);
        headersDropped = Counter.builder("tidings.log.headers.dropped")
                .description("Record headers dropped because their value cannot be passed on")
                .register(registry);
        for (Rejection reason : Rejection.values()) {
            rejections(reason);
        }
        reads(true);
        reads(false);
    }

    void appended(Duration took, boolean safe) {
        (safe ? appended : appendFailed).record(took);
    }

    void appendRejected(Rejection reason) {
        rejections(reason).increment();
    }

    void updatesRead(int count) {
        updatesRead.increment(count);
    }

    void readEnded(boolean complete) {
        reads(complete).increment();
    }

    void headerDropped() {
        headersDropped.increment();
    }

    void bindPendingReads(Supplier<Number> pending) {
        Gauge.builder("tidings.log.reads.pending", pending)
                .description("Ranges that are being read or wait for it")
                .register(registry);
    }

    void bindPendingAppends(Supplier<Number> bytes) {
        Gauge.builder("tidings.log.appends.pending", bytes)
                .description("Bytes that wait for the log's acknowledgement")
                .baseUnit("bytes")
                .register(registry);
    }

    void bindMissingTopics(Supplier<Number> missing) {
        Gauge.builder("tidings.log.topics.missing", missing)
                .description("Kafka topics of namespaces that are missing")
                .register(registry);
    }

    private Counter rejections(Rejection reason) {
        return Counter.builder("tidings.log.appends.rejected")
                .description("Updates refused at once")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }

    private Counter reads(boolean complete) {
        return Counter.builder("tidings.log.reads")
                .description("Ranges read back")
                .tag("outcome", complete ? "complete" : "failed")
                .register(registry);
    }

    private Timer append(String outcome) {
        return Timer.builder("tidings.log.appends")
                .description("From asking the log to keep an update to its answer")
                .tag("outcome", outcome)
                .register(registry);
    }
}
