package io.tidings.admin;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * How a session is to be closed.
 *
 * @param code a close code that a server may send (RFC 6455, section 7.4)
 * @param reason the reason, at most 123 bytes of UTF-8 (section 5.5)
 */
record CloseOrder(int code, String reason) {

    /** Policy violation: the one for when there is no other (section 7.4.1). */
    private static final int DEFAULT_CODE = 1008;

    private static final String DEFAULT_REASON = "disconnected by an operator";

    private static final int MAX_REASON_BYTES = 123;

    /**
     * Reads one.
     *
     * @throws ResponseStatusException with 400 for what no close frame can carry
     */
    static CloseOrder of(@Nullable String code, @Nullable String reason) {
        String said = reason == null ? DEFAULT_REASON : reason;
        if (said.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "reason: too long (expected: at most " + MAX_REASON_BYTES + " bytes)");
        }
        return new CloseOrder(code == null ? DEFAULT_CODE : code(code), said);
    }

    private static int code(String text) {
        if (!text.matches("100[0138]|101[123]|[34][0-9]{3}")) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "code: not one for this (expected: 1000, 1001, 1003, 1008, 1011 to 1013, or 3000 to 4999)");
        }
        return Integer.parseInt(text);
    }
}
