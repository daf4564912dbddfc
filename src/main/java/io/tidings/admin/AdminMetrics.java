package io.tidings.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts answers for last values; the rest is in {@code http.server.requests}. */
final class AdminMetrics {

    private final Counter sent;

    private final Counter unchanged;

    private final Counter none;

    private final Counter unavailable;

    AdminMetrics(MeterRegistry registry) {
        sent = last(registry, "sent");
        unchanged = last(registry, "unchanged");
        none = last(registry, "none");
        unavailable = last(registry, "unavailable");
    }

    void lastSent() {
        sent.increment();
    }

    void lastUnchanged() {
        unchanged.increment();
    }

    void lastNone() {
        none.increment();
    }

    void lastUnavailable() {
        unavailable.increment();
    }

    private static Counter last(MeterRegistry registry, String outcome) {
        return Counter.builder("tidings.admin.last")
                .description("Questions for a topic's last value")
                .tag("outcome", outcome)
                .register(registry);
    }
}
