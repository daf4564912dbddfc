package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidings.topic.Update;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A topic's last value.
 *
 * @param position where it stands
 * @param timestamp its time, in milliseconds since the epoch
 * @param contentType its media type; absent where it has none
 * @param headers the headers that passed on with it
 * @param length its body's length, in bytes
 * @param text the body where it is UTF-8; absent where it is too long to be shown
 * @param base64 the body where it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LastValueView(
        String position,
        long timestamp,
        @Nullable String contentType,
        Map<String, String> headers,
        int length,
        @Nullable String text,
        @Nullable String base64) {

    /** Shows a body of at most so many bytes. */
    static LastValueView of(Update last, long maxBytes) {
        byte[] body = Objects.requireNonNull(last.body());
        String text = body.length > maxBytes ? null : text(body);
        return new LastValueView(
                last.position().toString(),
                last.timestamp(),
                last.contentType(),
                last.headers(),
                body.length,
                text,
                body.length > maxBytes || text != null
                        ? null
                        : Base64.getEncoder().encodeToString(body));
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
