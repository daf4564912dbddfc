package io.tidings.canary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.tidings.meter.Histogram;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** What the canaries tell. */
final class CanaryMetrics {

    private final Clock clock;

    private final Timer time;

    private final Counter safe;

    private final Counter failed;

    CanaryMetrics(MeterRegistry registry, WatchedLogs logs, Clock clock) {
        this.clock = clock;
        time = Timer.builder("tidings.canary.time")
                .description("From a canary's time in the log to its arrival at the node's own session")
                .serviceLevelObjectives(Histogram.ages())
                .register(registry);
        safe = sent(registry, "safe");
        failed = sent(registry, "failed");
        TimeGauge.builder("tidings.canary.silence", logs, TimeUnit.NANOSECONDS, WatchedLogs::silenceNanos)
                .description(
                        "Since when the log that has been silent for longest has brought no canary to the node's own session")
                .register(registry);
        Gauge.builder("tidings.canary.logs", logs, WatchedLogs::size)
                .description("Logs whose canaries are awaited")
                .register(registry);
    }

    /** A canary has arrived. A writer whose clock is ahead of this node's counts as 0. */
    void arrived(long timestamp) {
        time.record(Math.max(0, clock.millis() - timestamp), TimeUnit.MILLISECONDS);
    }

    void sent(boolean isSafe) {
        (isSafe ? safe : failed).increment();
    }

    private static Counter sent(MeterRegistry registry, String outcome) {
        return Counter.builder("tidings.canary.sent")
                .description("Canaries that this node wrote")
                .tag("outcome", outcome)
                .register(registry);
    }
}
