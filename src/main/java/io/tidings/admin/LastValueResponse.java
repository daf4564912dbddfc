package io.tidings.admin;

import io.tidings.topic.Update;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The answer to a question for a last value: the body, or that it is the one that the client has (RFC 9110, 13.1.2). */
final class LastValueResponse {

    /** What anyone may publish is shown by a browser as a page of nobody's, without scripts. */
    private static final String NO_PAGE = "default-src 'none'; sandbox";

    private final ServerWebExchange exchange;

    private final boolean personal;

    private final AdminMetrics metrics;

    /**
     * Prepares an answer.
     *
     * @param personal whether it may depend on who asks, so that no shared cache may keep it
     */
    LastValueResponse(ServerWebExchange exchange, boolean personal, AdminMetrics metrics) {
        this.exchange = exchange;
        this.personal = personal;
        this.metrics = metrics;
    }

    /** Writes it. Written by hand, for the content type is what the publisher said, and need not be a media type. */
    Mono<Void> write(Update last) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().set(HttpHeaders.CACHE_CONTROL, personal ? "private, no-cache" : "no-cache");
        if (exchange.checkNotModified('"' + last.position().toString() + '"')) {
            metrics.lastUnchanged();
            return response.setComplete();
        }
        metrics.lastSent();
        byte[] body = Objects.requireNonNull(last.body());
        response.setStatusCode(HttpStatus.OK);
        describe(response.getHeaders(), last.contentType(), body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static void describe(HttpHeaders headers, @Nullable String contentType, int length) {
        if (contentType != null && contentType.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
        headers.setContentLength(length);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", NO_PAGE);
    }
}
