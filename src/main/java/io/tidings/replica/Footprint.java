package io.tidings.replica;

import io.tidings.topic.Batch;
import io.tidings.topic.Update;
import java.util.Map;

/** Estimates the heap that updates take, in bytes: the objects' headers and references included, rounded up. */
final class Footprint {

    /** An {@link Update} with its position and its array's header. */
    private static final int UPDATE = 112;

    /** A map entry and the headers of its two strings. */
    private static final int HEADER = 144;

    private Footprint() {}

    static int of(Update update) {
        int bytes = UPDATE + update.bodyLength();
        for (Map.Entry<String, String> header : update.headers().entrySet()) {
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
