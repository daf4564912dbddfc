package io.tidings.replica;

import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/** How far a client has seen the logs that a namespace has now, by partition: a cursor that is quick to ask. */
final class Seen {

    private static final long UNNAMED = Long.MIN_VALUE;

    private final long[] offsets;

    private final Map<LogId, Long> now;

    /** What the cursor says of the logs that there are now, each with the offset up to which it has been applied. */
    Seen(Cursor cursor, Map<LogId, Long> now) {
        this.now = now;
        int partitions = now.keySet().stream().mapToInt(LogId::partition).max().orElse(-1) + 1;
        this.offsets = new long[partitions];
        now.keySet()
                .forEach(log -> offsets[log.partition()] = cursor.offset(log).orElse(UNNAMED));
    }

    Set<LogId> logs() {
        return now.keySet();
    }

    boolean names(LogId log) {
        return offset(log) != UNNAMED;
    }

    /** The offset up to which the log was seen; below all offsets if it is not named. */
    long offset(LogId log) {
        return offsets[log.partition()];
    }

    boolean covers(Update update) {
        return update.position().offset() <= offset((LogId) update.position().source());
    }

    /** The partitions of the logs of which something may not have been seen. */
    BitSet behind() {
        BitSet behind = new BitSet(offsets.length);
        now.forEach((log, offset) -> behind.set(log.partition(), offset(log) < offset));
        return behind;
    }
}
