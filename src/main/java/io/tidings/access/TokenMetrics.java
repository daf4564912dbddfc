package io.tidings.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts tokens that were shown, and requests to the admin API that were not let in. */
final class TokenMetrics {

    private final Counter taken;

    private final Counter refused;

    private final Counter unverifiable;

    private final Counter adminMissing;

    private final Counter adminWrong;

    private final Counter adminScope;

    TokenMetrics(MeterRegistry registry) {
        taken = tokens(registry, "taken");
        refused = tokens(registry, "refused");
        unverifiable = tokens(registry, "unverifiable");
        adminMissing = denied(registry, "missing");
        adminWrong = denied(registry, "wrong");
        adminScope = denied(registry, "scope");
    }

    void taken() {
        taken.increment();
    }

    void refused() {
        refused.increment();
    }

    void unverifiable() {
        unverifiable.increment();
    }

    void adminTokenMissing() {
        adminMissing.increment();
    }

    void adminTokenWrong() {
        adminWrong.increment();
    }

    void adminScopeMissing() {
        adminScope.increment();
    }

    private static Counter tokens(MeterRegistry registry, String outcome) {
        return Counter.builder("tidings.access.tokens")
                .description("Tokens that were shown in a request, in CONNECT or in a session")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Counter denied(MeterRegistry registry, String token) {
        return Counter.builder("tidings.admin.denied")
                .description("Requests to the admin API without a token that opens it")
                .tag("token", token)
                .register(registry);
    }
}
