package io.tidings.connection;

import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Has a request whose {@code Accept} is malformed answered with 406. Spring finds handlers for pages by that header, and would
 * take it for a failure of the service where it cannot be read.
 */
@Order(-3)
final class MalformedAccept implements WebExceptionHandler {

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        return Mono.error(
                failure instanceof InvalidMediaTypeException && isMalformed(exchange)
                        ? new NotAcceptableStatusException("Accept: malformed (expected: media types)")
                        : failure);
    }

    private static boolean isMalformed(ServerWebExchange exchange) {
        try {
            var unused = exchange.getRequest().getHeaders().getAccept();
            return false;
        } catch (InvalidMediaTypeException e) {
            return true;
        }
    }
}
