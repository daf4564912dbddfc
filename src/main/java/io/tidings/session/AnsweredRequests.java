package io.tidings.session;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Lets go of requests that Reactor Netty has answered before their handler could: with 400, for what came behind them was no
 * HTTP. The handler then fails to answer, which would be logged as a failure of the service as often as a stranger likes.
 */
@Order(-3)
final class AnsweredRequests implements WebExceptionHandler {

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        return failure instanceof IllegalStateException && isAnswered(exchange.getResponse())
                ? Mono.empty()
                : Mono.error(failure);
    }

    /** Whether it has been, by somebody else than a handler: what handlers answer with is committed when it goes. */
    private static boolean isAnswered(ServerHttpResponse response) {
        HttpServerResponse sent = ServerHttpResponseDecorator.getNativeResponse(response);
        return sent.hasSentHeaders() && sent.status().code() == 400;
    }
}
