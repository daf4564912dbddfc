package io.tidings.session;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Has HTTP clients come back over another connection while the node stops: balancers choose the node for each connection, and
 * a request on one that is about to be closed would fail.
 */
final class DrainFilter implements WebFilter, Ordered {

    private static final String CLOSE = "close";

    private final SessionDrain drain;

    DrainFilter(SessionDrain drain) {
        this.drain = drain;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (drain.isDraining()) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, CLOSE);
        }
        return chain.filter(exchange);
    }
}
