package io.tidings.replica;

import io.tidings.topic.Batch;
import io.tidings.topic.Update;
import java.util.Map;

/** Estimates the heap that updates take, in bytes: the objects' headers and references included, rounded up. */
final class Footprint {

    /** An {@link Update} with its position, its array's header and its place in a history. */
    private static final int UPDATE = 136;

    /** A string, without its characters. */
    private static final int TEXT = 48;

    /** A map that is not empty. */
    private static final int HEADERS = 176;

    /** A map's entry and its two strings, without their characters. */
    private static final int HEADER = 40 + 2 * TEXT;

    private Footprint() {}

    static int of(Update update) {
        int bytes = UPDATE + update.bodyLength();
        if (update.contentType() != null) {
            bytes += TEXT + update.contentType().length();
        }
        return update.headers().isEmpty() ? bytes : bytes + of(update.headers());
    }

    private static int of(Map<String, String> headers) {
        int bytes = HEADERS;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += HEADER + header.getKey().length() + header.getValue().length();
        }
        return bytes;
    }

    static int of(Batch batch) {
        long bytes = UPDATE;
        for (Update update : batch.updates()) {
            bytes += of(update);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
