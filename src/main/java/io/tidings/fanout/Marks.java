package io.tidings.fanout;

import io.tidings.topic.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * What a MESSAGE says beyond its update.
 *
 * @param snapshot whether it is state rather than news
 * @param gap whether updates may be missing before it
 * @param position where live begins after it, if it is the last of a new view that no RECEIPT ends; else null
 */
record Marks(boolean snapshot, boolean gap, @Nullable Cursor position) {

    static final Marks NEWS = new Marks(false, false, null);

    static final Marks STATE = new Marks(true, false, null);
}
