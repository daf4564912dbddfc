package io.tidings.admin;

import io.tidings.log.LogUnavailableException;
import io.tidings.publish.IdempotencyKeyReusedException;
import io.tidings.publish.InvalidPublicationException;
import io.tidings.publish.OutcomeUnknownException;
import io.tidings.replica.ReplicaUnavailableException;
import io.tidings.topic.UnknownNamespaceException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/** Answers every failure of a request to the admin API with a problem (RFC 9457), before Spring Boot's page would. */
@Order(-2)
final class AdminErrorHandler implements WebExceptionHandler {

    private static final Logger logger = LoggerFactory.getLogger(AdminErrorHandler.class);

    private static final String UNKNOWN = "The log cannot be reached; the update may or may not have been published.";

    private static final String UNKNOWN_WITH_KEY =
            "The outcome is unknown; retry with the same Idempotency-Key, and the update is published once.";

    private static final String NOT_READY =
            "This node cannot answer now: it is starting or stopping, or has too much to do.";

    private final ServerResponse.Context context;

    private final Duration retryAfter;

    AdminErrorHandler(ServerCodecConfigurer codecs, AdminProperties properties) {
        this.context = new CodecContext(codecs.getWriters());
        this.retryAfter = properties.retryAfter();
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (!AdminPath.matches(exchange) || isTooLate(exchange, failure)) {
            return Mono.error(failure);
        }
        ErrorResponse problem = problem(failure);
        return ServerResponse.status(problem.getStatusCode())
                .headers(headers -> headers.putAll(problem.getHeaders()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem.getBody())
                .flatMap(response -> response.writeTo(exchange, context));
    }

    /** Whether there is nobody to answer any more: the answer has begun, or the client is gone. */
    private static boolean isTooLate(ServerWebExchange exchange, Throwable failure) {
        return exchange.getResponse().isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failure);
    }

    private ErrorResponse problem(Throwable failure) {
        if (failure instanceof ErrorResponse known) {
            return known;
        }
        if (failure instanceof UnknownNamespaceException) {
            return refused(failure, HttpStatus.NOT_FOUND);
        }
        if (failure instanceof InvalidPublicationException) {
            return refused(failure, HttpStatus.BAD_REQUEST);
        }
        if (failure instanceof IdempotencyKeyReusedException) {
            return refused(failure, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (failure instanceof OutcomeUnknownException) {
            return unavailable(failure, UNKNOWN_WITH_KEY);
        }
        if (failure instanceof ReplicaUnavailableException) {
            return unavailable(failure, NOT_READY);
        }
        return failure instanceof LogUnavailableException ? unavailable(failure, UNKNOWN) : internal(failure);
    }

    private static ErrorResponse refused(Throwable failure, HttpStatus status) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail(failure.getMessage());
        return new ErrorResponseException(status, problem, failure);
    }

    private ErrorResponse unavailable(Throwable failure, String detail) {
        return ErrorResponse.builder(failure, HttpStatus.SERVICE_UNAVAILABLE, detail)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())))
                .build();
    }

    private static ErrorResponse internal(Throwable failure) {
        logger.atError().setCause(failure).log("A request to the admin API failed");
        return ErrorResponse.create(failure, HttpStatus.INTERNAL_SERVER_ERROR, "The request failed; the log says why.");
    }

    private record CodecContext(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    }
}
