package io.tidings.fanout;

import io.tidings.topic.Cursor;
import java.util.Map;

/**
 * Where a subscription's live stream begins.
 *
 * @param position the cursor; empty for an ephemeral namespace, or if the subscription ended before
 * @param gap whether updates may be missing between what the client had seen and what it was sent
 */
public record Live(Cursor position, boolean gap) {

    static final Live NEVER = new Live(Cursor.of(Map.of()), false);
}
