package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.time.Instant;

/** Hears what becomes of a log, on the replica's thread. */
interface LogOwner {

    /** From when on updates are to be read back. */
    Instant windowStart();

    /** From when on updates are to be read that tell which of those in the window are repeats; not after its start. */
    Instant precedingStart();

    /** An update from before the window: of no use but to tell its repeats. */
    void preceding(Update update);

    /**
     * The log's next update.
     *
     * @param live whether the log had joined before: then it is news
     */
    void applied(Update update, boolean live);

    /** What the log held below this offset may not be known: the window begins there, or compaction may have been there. */
    void readingBack(LogId log, long from);

    /** The log has been read back; what follows is live. */
    void joined();

    /** What the log held below this offset, and had not been read yet, cannot be read any more. */
    void unproven(LogId log, long beginning);
}
