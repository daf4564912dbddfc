package io.tidings.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the fan-out does. Any thread may call. */
final class FanoutMetrics {

    private final Counter deliveries;

    FanoutMetrics(MeterRegistry registry) {
        this.deliveries = Counter.builder("tidings.fanout.deliveries")
                .description("Updates written to live subscriptions")
                .register(registry);
    }

    void delivered(long count) {
        if (count > 0) {
            deliveries.increment((double) count);
        }
    }
}
