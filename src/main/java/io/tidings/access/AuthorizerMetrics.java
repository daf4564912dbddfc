package io.tidings.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Measures what is asked of the authorizer. */
final class AuthorizerMetrics {

    private final MeterRegistry registry;

    private final Counter rejected;

    private final Counter remembered;

    AuthorizerMetrics(MeterRegistry registry) {
        this.registry = registry;
        rejected = Counter.builder("tidings.access.authorizer.rejected")
                .description("Questions that were not asked, for too many were under way")
                .register(registry);
        remembered = Counter.builder("tidings.access.authorizer.remembered")
                .description("Questions that were answered from memory, or along with an equal one")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            timer(outcome);
        }
    }

    /** What came of a question. */
    enum Outcome {
        ALLOWED,
        DENIED,
        /** No connection, or nothing in time. */
        UNREACHABLE,
        /** Something that is no answer. */
        INVALID
    }

    void pending(IntSupplier questions) {
        Gauge.builder("tidings.access.authorizer.pending", questions::getAsInt)
                .description("Questions to the authorizer under way")
                .strongReference(true)
                .register(registry);
    }

    void asked(long startedNanos, Outcome outcome) {
        timer(outcome).record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    void rejected() {
        rejected.increment();
    }

    void remembered() {
        remembered.increment();
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("tidings.access.authorizer.time")
                .description("Time until the authorizer answered, or did not")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
