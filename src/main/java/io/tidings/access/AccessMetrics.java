package io.tidings.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what was denied. */
final class AccessMetrics {

    private final Counter subscribeDenied;

    private final Counter publishDenied;

    AccessMetrics(MeterRegistry registry) {
        subscribeDenied = denied(registry, "subscribe");
        publishDenied = denied(registry, "publish");
    }

    void subscribeDenied() {
        subscribeDenied.increment();
    }

    void publishDenied() {
        publishDenied.increment();
    }

    private static Counter denied(MeterRegistry registry, String action) {
        return Counter.builder("tidings.access.denied")
                .description("What clients asked for and were not allowed")
                .tag("action", action)
                .register(registry);
    }
}
