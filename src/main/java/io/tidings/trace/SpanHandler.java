package io.tidings.trace;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.tidings.topic.TraceParent;

/** Makes spans: children of the span that is open, or else of what their updates say of themselves. */
final class SpanHandler implements TracingObservationHandler<SpanContext> {

    private final Tracer tracer;

    SpanHandler(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof SpanContext;
    }

    @Override
    public Tracer getTracer() {
        return tracer;
    }

    @Override
    public void onStart(SpanContext context) {
        Span span =
                builder(context).name(getSpanName(context)).kind(context.kind()).start();
        getTracingContext(context).setSpan(span);
        TraceContext begun = span.context();
        context.begun(new TraceParent(begun.traceId(), begun.spanId(), Boolean.TRUE.equals(begun.sampled())));
    }

    @Override
    public void onStop(SpanContext context) {
        Span span = getRequiredSpan(context);
        tagSpan(context, span);
        span.end();
    }

    private Span.Builder builder(SpanContext context) {
        Span open = getParentSpan(context);
        if (open != null) {
            return tracer.spanBuilder().setParent(open.context());
        }
        TraceParent parent = context.ancestry().parent();
        if (parent == null) {
            return tracer.spanBuilder().setNoParent();
        }
        Span.Builder builder = tracer.spanBuilder().setParent(context(parent));
        context.ancestry().links().forEach(link -> builder.addLink(new Link(context(link))));
        return builder;
    }

    private TraceContext context(TraceParent of) {
        return tracer.traceContextBuilder()
                .traceId(of.traceId())
                .spanId(of.spanId())
                .sampled(of.isSampled())
                .build();
    }
}
