package io.tidings.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the spans that were to be sent. */
final class TraceMetrics {

    private final Counter exported;

    private final Counter lost;

    TraceMetrics(MeterRegistry registry) {
        exported = spans(registry, "exported");
        lost = spans(registry, "lost");
    }

    void exported(int spans) {
        exported.increment(spans);
    }

    void lost(int spans) {
        lost.increment(spans);
    }

    private static Counter spans(MeterRegistry registry, String outcome) {
        return Counter.builder("tidings.trace.spans")
                .description("Spans that the collector took, and those that it did not")
                .tag("outcome", outcome)
                .register(registry);
    }
}
