package io.tidings.relay;

/** The numbers of a batch's binary body, version 1, as {@code src/docs/relay.md} lays it out. */
final class BatchFormat {

    static final int MAGIC = 0xD7;

    static final int VERSION = 1;

    static final int TOMBSTONE = 1;

    static final int CONTENT_TYPE = 1 << 1;

    /** The content type is that of the update before. */
    static final int SAME_CONTENT_TYPE = 1 << 2;

    static final int HEADERS = 1 << 3;

    /** What an update takes at the least: its length, flags, offset, timestamp, key length. */
    static final int MIN_UPDATE_BYTES = 8;

    private BatchFormat() {}
}
