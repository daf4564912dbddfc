package io.tidings.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One publication of a batch, as it was asked for.
 *
 * @param topic its topic's name, not checked yet
 * @param contentType the body's media type; null for none
 * @param headers what it would have passed on, not checked yet
 * @param body the bytes
 * @param idempotencyKey its publisher's key, not checked yet; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // As for Publication, which it becomes.
record BatchItem(
        String topic,
        @Nullable String contentType,
        Map<String, String> headers,
        byte[] body,
        @Nullable String idempotencyKey) {}
