package io.tidings.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** Times calls to the admin API, and counts answers for last values. */
final class AdminMetrics {

    private static final String OTHER = "other";

    /** What calls are about, as their paths name it; one tag value for all that are about nothing. */
    private static final Set<String> RESOURCES =
            Set.of("topics", "publications", "users", "namespaces", "sessions", "nodes", "stats", OTHER);

    private final MeterRegistry registry;

    private final Counter sent;

    private final Counter unchanged;

    private final Counter none;

    private final Counter unavailable;

    AdminMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            RESOURCES.forEach(resource -> calls(resource, outcome));
        }
        sent = last(registry, "sent");
        unchanged = last(registry, "unchanged");
        none = last(registry, "none");
        unavailable = last(registry, "unavailable");
    }

    /** What came of a call. */
    private enum Outcome {
        SUCCESS,
        CLIENT_ERROR,
        SERVER_ERROR;

        static Outcome of(@Nullable HttpStatusCode status) {
            if (status != null && status.is5xxServerError()) {
                return SERVER_ERROR;
            }
            return status != null && status.is4xxClientError() ? CLIENT_ERROR : SUCCESS;
        }
    }

    void called(String resource, @Nullable HttpStatusCode status, long nanos) {
        calls(RESOURCES.contains(resource) ? resource : OTHER, Outcome.of(status))
                .record(nanos, TimeUnit.NANOSECONDS);
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

    private Timer calls(String resource, Outcome outcome) {
        return Timer.builder("tidings.admin.calls")
                .description("Calls to the admin API")
                .tag("resource", resource)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }
}
