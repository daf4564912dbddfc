package io.tidings.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Bounds how often the issuer is asked for its keys. Spring's decoder asks for each token that names an unknown one, so that
 * whoever makes up names could have it asked all the time; here those that come within the interval get the same answer, or
 * the same failure. The issuer has a few addresses, and no client names them.
 */
final class KeyFetches implements ExchangeFilterFunction {

    private final Duration interval;

    private final Duration timeout;

    private final Map<URI, Mono<ResponseEntity<byte[]>>> answers = new ConcurrentHashMap<>();

    KeyFetches(Duration interval, Duration timeout) {
        this.interval = interval;
        this.timeout = timeout;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return answers.computeIfAbsent(request.url(), url -> fetch(request, next))
                .map(KeyFetches::response);
    }

    private Mono<ResponseEntity<byte[]>> fetch(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> next.exchange(request))
                .flatMap(response -> response.toEntity(byte[].class))
                .timeout(timeout)
                .cache(interval);
    }

    private static ClientResponse response(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody();
        ClientResponse.Builder response = ClientResponse.create(answer.getStatusCode());
        MediaType type = answer.getHeaders().getContentType();
        if (type != null) {
            response.header(HttpHeaders.CONTENT_TYPE, type.toString());
        }
        return response.body(body == null ? "" : new String(body, StandardCharsets.UTF_8))
                .build();
    }
}
