package io.tidings.admin;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Reads whole bodies of requests, within bounds. */
final class RequestBodies {

    private final Duration timeout;

    RequestBodies(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Reads a body as it is; of one that is too long never more than the bound is held, whatever its declared length.
     *
     * @param maxBytes the bound
     * @return the bytes, none for an empty body; fails with 413 when it is longer, with 408 when it takes too long
     */
    Mono<byte[]> read(ServerHttpRequest request, int maxBytes) {
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(tooLong(maxBytes));
        }
        return DataBufferUtils.join(request.getBody(), maxBytes)
                .map(RequestBodies::bytes)
                .defaultIfEmpty(new byte[0])
                .timeout(timeout)
                .onErrorMap(DataBufferLimitException.class, e -> tooLong(maxBytes))
                .onErrorMap(TimeoutException.class, e -> tooSlow());
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static ResponseStatusException tooLong(int maxBytes) {
        return new ResponseStatusException(
                HttpStatus.CONTENT_TOO_LARGE, "body: too long (expected: at most " + maxBytes + " bytes)");
    }

    private ResponseStatusException tooSlow() {
        return new ResponseStatusException(
                HttpStatus.REQUEST_TIMEOUT, "body: not complete in time (expected: within " + timeout + ")");
    }
}
