package io.tidings.session;

import io.tidings.access.CanaryKey;
import io.tidings.access.CanaryUser;
import java.security.Principal;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses handshakes before anything is spent on them, such as the check of a token. */
final class HandshakeFilter implements WebFilter, Ordered {

    private static final String WEB_SOCKET = "websocket";

    private static final String OWN = HandshakeFilter.class.getName() + ".OWN";

    private final Admission admission;

    private final CanaryKey canaryKey;

    HandshakeFilter(Admission admission, CanaryKey canaryKey) {
        this.admission = admission;
        this.canaryKey = canaryKey;
    }

    /** Who a handshake is: this node itself, by its key, or whose token it shows. */
    static Mono<Principal> principal(ServerWebExchange exchange) {
        Principal own = exchange.getAttribute(OWN);
        return own == null ? exchange.getPrincipal() : Mono.just(own);
    }

    /** Behind the filter of the drain, whose word on the connection goes with a refusal too. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    /** Whatever the path: none can be upgraded without this header, and there is no second way to write it. */
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!WEB_SOCKET.equalsIgnoreCase(request.getHeaders().getUpgrade())) {
            return chain.filter(exchange);
        }
        if (canaryKey.isShownIn(request.getHeaders())) {
            exchange.getAttributes().put(OWN, CanaryUser.INSTANCE);
            return chain.filter(exchange);
        }
        HandshakeRefusal refusal = admission.check(request);
        return refusal == null ? chain.filter(exchange) : refusal.answer(exchange.getResponse());
    }
}
