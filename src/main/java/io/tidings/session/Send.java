package io.tidings.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * A SEND frame, whoever decoded it. Of repeated headers the first counts (STOMP 1.2, Repeated Header Entries).
 *
 * @param headers those that may pass on, in their order; others may be among them
 */
@SuppressWarnings("ArrayRecordComponent") // As for Update, which the body becomes.
record Send(
        @Nullable String destination,
        @Nullable String contentType,
        @Nullable String receipt,
        @Nullable String idempotencyKey,
        Map<String, String> headers,
        byte[] body) {

    static final String IDEMPOTENCY_KEY = "idempotency-key";

    static Send of(StompHeaderAccessor frame, Message<?> message) {
        return new Send(
                frame.getDestination(),
                frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_CONTENT_TYPE_HEADER),
                frame.getReceipt(),
                frame.getFirstNativeHeader(IDEMPOTENCY_KEY),
                firstValues(message),
                (byte[]) message.getPayload());
    }

    /** The same, of which the client hears no more. */
    Send withoutReceipt() {
        return new Send(destination, contentType, null, idempotencyKey, headers, body);
    }

    /** What it holds while it waits for its transaction, in bytes, or near enough. */
    long heldBytes() {
        long held = body.length;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            held += header.getKey().length() + header.getValue().length();
        }
        return held;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> firstValues(Message<?> message) {
        Map<String, List<String>> all =
                (Map<String, List<String>>) message.getHeaders().get(StompHeaderAccessor.NATIVE_HEADERS);
        Map<String, String> first = new LinkedHashMap<>();
        if (all != null) {
            all.forEach((name, values) -> first.put(name, values.get(0)));
        }
        return first;
    }
}
