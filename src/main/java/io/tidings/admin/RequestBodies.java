package io.tidings.admin;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
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
        return request.getBody()
                .map(RequestBodies::bytes)
                .collect(ByteArrayOutputStream::new, (body, part) -> append(body, part, maxBytes))
                .map(ByteArrayOutputStream::toByteArray)
                .timeout(timeout)
                .onErrorMap(TimeoutException.class, e -> tooSlow());
    }

    /**
     * Copies and releases a part. Done before anything can fail, for Spring releases what an operator discards, and so does
     * its own joining of buffers: one that is too much would be released twice.
     */
    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static void append(ByteArrayOutputStream body, byte[] part, int maxBytes) {
        if (part.length > maxBytes - body.size()) {
            throw tooLong(maxBytes);
        }
        body.writeBytes(part);
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
