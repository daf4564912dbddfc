package io.tidings.replica;

import io.tidings.topic.Position;
import io.tidings.topic.Update;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The update that an idempotency key stands for: the first with it.
 *
 * @param position where it stands
 * @param timestamp its time, in milliseconds since the epoch
 * @param bodyHash tells whether another body is the same, well enough to catch a mistake
 */
public record Original(Position position, long timestamp, int bodyHash) {

    /** The update stands for its own key. */
    public static Original of(Update update) {
        return new Original(update.position(), update.timestamp(), hash(update.body()));
    }

    /** Whether this is its body. */
    public boolean hasBody(byte @Nullable [] body) {
        return bodyHash == hash(body);
    }

    private static int hash(byte @Nullable [] body) {
        if (body == null) {
            return -1;
        }
        CRC32C hash = new CRC32C();
        hash.update(body);
        return (int) hash.getValue();
    }
}
