package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.time.Instant;

/** Hears what becomes of a log, on the replica's thread. */
interface LogOwner {

    /** Where to begin reading back. */
    Instant windowStart();

    /**
     * The log's next update.
     *
     * @param live whether the log had joined before: then it is news
     */
    void applied(Update update, boolean live);

    /** What the log held below this offset may not be known: reading back begins there, or compaction may have been there. */
    void readingBack(LogId log, long from);

    /** The log has been read back; what follows is live. */
    void joined();

    /** What the log held below this offset, and had not been read yet, cannot be read any more. */
    void unproven(LogId log, long beginning);
}
