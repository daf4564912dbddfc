package io.tidings.lab;

import java.time.Instant;

/**
 * Something that a recorder should not have seen.
 *
 * @param number the update's on its topic
 * @param seen what was seen, in words
 */
record Finding(Kind kind, String topic, long number, String seen, Instant time) {

    /** What can be wrong with a sequence. */
    enum Kind {
        /** Acknowledged to its publisher, and never delivered. */
        LOST,
        /** Delivered again, or again as news what the cursor says was seen. */
        DOUBLED,
        /** Delivered after what came after it. */
        REORDERED,
        /** A snapshot older than what was delivered before, or a frame where none of its kind may be. */
        WRONG
    }
}
