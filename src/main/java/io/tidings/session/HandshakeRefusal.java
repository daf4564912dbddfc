package io.tidings.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * The answer to a handshake that may not go on.
 *
 * @param text one line that the client gets to see
 * @param retryAfter when it may try again; zero where that is of no use
 */
record HandshakeRefusal(HttpStatus status, String text, Duration retryAfter) {

    Mono<Void> answer(ServerHttpResponse response) {
        byte[] line = (text + '\n').getBytes(StandardCharsets.US_ASCII);
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
        response.getHeaders().setContentLength(line.length);
        if (!retryAfter.isZero()) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds()));
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(line)));
    }

    /** Rounded up. */
    private long seconds() {
        return retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
