package io.tidings.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts requests without the admin token; all others are in Spring Boot's own {@code http.server.requests}. */
final class AdminMetrics {

    private final Counter missing;

    private final Counter wrong;

    AdminMetrics(MeterRegistry registry) {
        missing = denied(registry, "missing");
        wrong = denied(registry, "wrong");
    }

    void tokenMissing() {
        missing.increment();
    }

    void tokenWrong() {
        wrong.increment();
    }

    private static Counter denied(MeterRegistry registry, String token) {
        return Counter.builder("tidings.admin.denied")
                .description("Requests to the admin API without its token")
                .tag("token", token)
                .register(registry);
    }
}
