package io.tidings.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts requests without the admin token, and answers for last values; the rest is in {@code http.server.requests}. */
final class AdminMetrics {

    private final Counter missing;

    private final Counter wrong;

    private final Counter sent;

    private final Counter unchanged;

    private final Counter none;

    private final Counter unavailable;

    AdminMetrics(MeterRegistry registry) {
        missing = denied(registry, "missing");
        wrong = denied(registry, "wrong");
        sent = last(registry, "sent");
        unchanged = last(registry, "unchanged");
        none = last(registry, "none");
        unavailable = last(registry, "unavailable");
    }

    void tokenMissing() {
        missing.increment();
    }

    void tokenWrong() {
        wrong.increment();
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

    private static Counter denied(MeterRegistry registry, String token) {
        return Counter.builder("tidings.admin.denied")
                .description("Requests to the admin API without its token")
                .tag("token", token)
                .register(registry);
    }

    private static Counter last(MeterRegistry registry, String outcome) {
        return Counter.builder("tidings.admin.last")
                .description("Questions for a topic's last value")
                .tag("outcome", outcome)
                .register(registry);
    }
}
