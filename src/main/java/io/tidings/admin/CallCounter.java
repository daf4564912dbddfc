package io.tidings.admin;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Times calls to the admin API by what they are about; those without a token that opens it never come here. */
final class CallCounter implements WebFilter {

    /** The place of what a path is about, among its elements: {@code /}, {@code api}, {@code /} come first. */
    private static final int RESOURCE = 3;

    private final AdminMetrics metrics;

    CallCounter(AdminMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (AdminPath.matches(exchange)) {
            long started = System.nanoTime();
            exchange.getResponse().beforeCommit(() -> {
                HttpStatusCode status = exchange.getResponse().getStatusCode();
                metrics.called(resource(exchange), status, System.nanoTime() - started);
                return Mono.empty();
            });
        }
        return chain.filter(exchange);
    }

    private static String resource(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        return path.elements().size() > RESOURCE ? path.elements().get(RESOURCE).value() : "";
    }
}
