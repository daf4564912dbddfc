package io.tidings.topic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message on a topic. The body's bytes are passed through untouched and must not be changed by anyone who holds the
 * update.
 *
 * @param topic the topic
 * @param position where it stands; unique
 * @param timestamp the event's time, in milliseconds since the epoch, as its producer gave it
 * @param contentType the body's media type, or null where unknown
 * @param headers headers to pass on, in order, without the content type; names and values without CR, LF and NUL
 * @param body the bytes, or null for a tombstone, which clears the topic's last value (an empty body does not)
 */
@SuppressWarnings("ArrayRecordComponent") // A copy for each of a million updates a second is no option.
public record Update(
        Topic topic,
        Position position,
        long timestamp,
        @Nullable String contentType,
        Map<String, String> headers,
        byte @Nullable [] body) {

    /** The key that it and its repeats share; null where its publisher gave none. */
    public @Nullable String idempotencyKey() {
        return headers.isEmpty() ? null : headers.get(IdempotencyHeader.NAME);
    }

    /** The same as subscribers see it, who are not told the key. */
    public Update withoutIdempotencyKey() {
        return new Update(topic, position, timestamp, contentType, IdempotencyHeader.without(headers), body);
    }

    /** Whether it clears the topic's last value. */
    public boolean isDeletion() {
        return body == null;
    }

    /** The body's length in bytes, 0 for a tombstone. */
    public int bodyLength() {
        return body == null ? 0 : body.length;
    }
}
