package io.tidings.trace;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** Takes requests from the handler that would make spans of them: probes and scrapes would be most of all traces. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UntracedRequests implements TracingObservationHandler<ServerRequestObservationContext> {

    private final Tracer tracer;

    private final String path;

    /** Takes those to this path and below it. */
    UntracedRequests(Tracer tracer, String path) {
        this.tracer = tracer;
        this.path = path;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ServerRequestObservationContext request && isUntraced(request);
    }

    @Override
    public Tracer getTracer() {
        return tracer;
    }

    /** The handler of meters asks for a context, even if there is no span in it. */
    @Override
    public void onStart(ServerRequestObservationContext context) {
        var unused = getTracingContext(context);
    }

    @Override
    public void onError(ServerRequestObservationContext context) {}

    @Override
    public void onEvent(Observation.Event event, ServerRequestObservationContext context) {}

    private boolean isUntraced(ServerRequestObservationContext request) {
        ServerHttpRequest carrier = request.getCarrier();
        String requested =
                carrier == null ? "" : carrier.getPath().pathWithinApplication().value();
        return requested.equals(path) || requested.startsWith(path + '/');
    }
}
