package io.tidings.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.tidings.topic.TraceParent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Has a request whose span is recorded name that span, so that what is published for it becomes a child of it. Any other is left
 * as it came: a header would cost every record and every frame.
 */
final class RequestSpans implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Span span = span(exchange);
        if (span == null || !Boolean.TRUE.equals(span.context().sampled())) {
            return chain.filter(exchange);
        }
        TraceContext context = span.context();
        TraceParent parent = new TraceParent(context.traceId(), context.spanId(), true);
        return chain.filter(exchange.mutate()
                .request(request -> request.header(TraceParent.NAME, parent.toString()))
                .build());
    }

    private static @Nullable Span span(ServerWebExchange exchange) {
        TracingContext context = ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .map(observed -> observed.<TracingContext>get(TracingContext.class))
                .orElse(null);
        return context == null ? null : context.getSpan();
    }
}
