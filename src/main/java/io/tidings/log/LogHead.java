package io.tidings.log;

import io.tidings.topic.LogId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a log ends.
 *
 * @param log the log
 * @param head the last stable offset: every update below it can be read, and none at or above it
 * @param keepsAllFor how long an update stays for certain, whatever follows it: later, compaction may take it if its topic
 *     has a newer one; null where nothing is compacted. What retention removes is no matter of this: it shows when it is read
 */
public record LogHead(LogId log, long head, @Nullable Duration keepsAllFor) {

    /** The head of a log that is not compacted. */
    public LogHead(LogId log, long head) {
        this(log, head, null);
    }
}
