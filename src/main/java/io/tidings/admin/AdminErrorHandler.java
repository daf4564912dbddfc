package io.tidings.admin;

import io.tidings.access.AccessProblem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * Answers every failure of a request to the admin API, and whoever is not let in anywhere, with a problem (RFC 9457), before
 * Spring Boot's page would.
 */
@Order(-2)
final class AdminErrorHandler implements WebExceptionHandler {

    private final ServerResponse.Context context;

    private final Problems problems;

    AdminErrorHandler(ServerCodecConfigurer codecs, Problems problems) {
        this.context = new CodecContext(codecs.getWriters());
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        boolean isHere = AdminPath.matches(exchange) || failure instanceof AccessProblem;
        if (!isHere || exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            // Nobody is there to answer; passed on it would be taken for the service's own failure, and logged as one.
            exchange.getResponse().setStatusCode(HttpStatus.BAD_REQUEST);
            return Mono.empty();
        }
        ErrorResponse problem = problems.of(failure);
        return ServerResponse.status(problem.getStatusCode())
                .headers(headers -> headers.putAll(problem.getHeaders()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem.getBody())
                .flatMap(response -> response.writeTo(exchange, context));
    }

    private record CodecContext(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    }
}
