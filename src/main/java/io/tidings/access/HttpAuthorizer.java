package io.tidings.access;

import io.tidings.access.AuthorizerMetrics.Outcome;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a service over HTTP. Only a status of 2xx with {@code {"allowed": true}} is a yes and only one with
 * {@code {"allowed": false}} a no; whatever else comes, or nothing in time, is no answer. Redirects are not followed, lest
 * questions and the token go elsewhere.
 */
final class HttpAuthorizer {

    private static final Logger logger = LoggerFactory.getLogger(HttpAuthorizer.class);

    private static final int MAX_ANSWER_BYTES = 16 * 1024;

    /** Every client that comes back meets the same failure. */
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final WebClient client;

    private final Duration timeout;

    private final AuthorizerMetrics metrics;

    private final RareWarning warning = new RareWarning(BETWEEN_WARNINGS);

    HttpAuthorizer(AuthorizerProperties properties, HttpClient http, AuthorizerMetrics metrics) {
        WebClient.Builder builder = WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(http))
                .baseUrl(Objects.requireNonNull(properties.url()).toString())
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_BYTES));
        String token = properties.token();
        if (token != null) {
            builder.defaultHeaders(headers -> headers.setBearerAuth(token));
        }
        this.client = builder.build();
        this.timeout = properties.timeout();
        this.metrics = metrics;
    }

    /** Asks; what comes never fails. */
    CompletableFuture<Decision> ask(AuthorizerRequest request) {
        long started = System.nanoTime();
        return Mono.fromCallable(() -> JSON.writeValueAsBytes(request))
                .flatMap(this::post)
                .timeout(timeout)
                .doOnNext(decision ->
                        metrics.asked(started, decision == Decision.DENIED ? Outcome.DENIED : Outcome.ALLOWED))
                .onErrorResume(failure -> Mono.just(failed(started, failure)))
                .toFuture();
    }

    private Mono<Decision> post(byte[] question) {
        return client.post()
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.APPLICATION_JSON)
                .bodyValue(question)
                .exchangeToMono(HttpAuthorizer::answer);
    }

    private static Mono<Decision> answer(ClientResponse response) {
        if (!response.statusCode().is2xxSuccessful()) {
            String text = "status: " + response.statusCode().value() + " (expected: 2xx)";
            return response.releaseBody().then(Mono.error(() -> new InvalidAnswerException(text)));
        }
        return response.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).map(HttpAuthorizer::decision);
    }

    private static Decision decision(byte[] body) {
        try {
            JsonNode allowed = JSON.readTree(body).path("allowed");
            if (allowed.isBoolean()) {
                return allowed.asBoolean() ? Decision.ALLOWED_NOW : Decision.DENIED;
            }
        } catch (JacksonException e) {
            throw new InvalidAnswerException("body: no JSON (expected: {\"allowed\": true} or false)");
        }
        throw new InvalidAnswerException("body: without 'allowed' (expected: {\"allowed\": true} or false)");
    }

    private Decision failed(long started, Throwable failure) {
        boolean silent = failure instanceof TimeoutException
                || failure.getCause() instanceof IOException
                || failure instanceof IOException;
        metrics.asked(started, silent ? Outcome.UNREACHABLE : Outcome.INVALID);
        if (warning.isDue()) {
            logger.atWarn()
                    .addKeyValue("failure", failure.toString())
                    .log(silent ? "The authorizer does not answer" : "The authorizer answers what is no answer");
        }
        return Decision.UNKNOWN;
    }

    /** What came is neither a yes nor a no. */
    private static final class InvalidAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidAnswerException(String message) {
            super(message, null, false, false);
        }
    }
}
