package io.tidings.topic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What someone wants to be published: an update that has no position yet.
 *
 * @param topic the topic
 * @param contentType the body's media type, or null where unknown
 * @param headers headers to pass on, already {@link AllowedHeaders checked}
 * @param body the bytes, not to be changed any more, or null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // As for Update.
public record Publication(
        Topic topic, @Nullable String contentType, Map<String, String> headers, byte @Nullable [] body) {

    /** The same with an idempotency key, a {@link IdempotencyHeader#isLegal legal} one. */
    public Publication withIdempotencyKey(String key) {
        return new Publication(topic, contentType, IdempotencyHeader.with(headers, key), body);
    }

    /** The same as part of a trace. */
    public Publication withTraceParent(TraceParent traceParent) {
        Map<String, String> with = new LinkedHashMap<>(headers);
        with.put(TraceParent.NAME, traceParent.toString());
        return new Publication(topic, contentType, Collections.unmodifiableMap(with), body);
    }

    /** The update that this becomes. */
    public Update at(Position position, long timestamp) {
        return new Update(topic, position, timestamp, contentType, headers, body);
    }

    /** The body's length in bytes, 0 for a tombstone. */
    public int bodyLength() {
        return body == null ? 0 : body.length;
    }
}
