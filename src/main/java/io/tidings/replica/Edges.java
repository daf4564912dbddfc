package io.tidings.replica;

import io.tidings.topic.LogId;
import java.util.HashMap;
import java.util.Map;

/**
 * Where, in each log, begins what is known. There are three such edges, each the highest offset that it is about, for not
 * all of them concern every topic.
 */
final class Edges {

    /** The edge of a log of which all is known. */
    static final long NONE = -1;

    private final Map<LogId, Long> read = new HashMap<>();

    private final Map<LogId, Long> lost = new HashMap<>();

    private final Map<LogId, Long> forgotten = new HashMap<>();

    /** Not all up to this offset was read; of each topic that is known, however, the newest update was. */
    void raiseRead(LogId log, long offset) {
        read.merge(log, offset, Math::max);
    }

    /** Something up to this offset is lost: it may be any topic's newest update. */
    void raiseLost(LogId log, long offset) {
        lost.merge(log, offset, Math::max);
    }

    /** A topic whose newest update had this offset is not known any more. */
    void raiseForgotten(LogId log, long offset) {
        forgotten.merge(log, offset, Math::max);
    }

    /** The edge for every topic. */
    long ofAll(LogId log) {
        return Math.max(read.getOrDefault(log, NONE), lost(log));
    }

    /** The edge for a topic that is not known. */
    long ofUnknown(LogId log) {
        return Math.max(ofAll(log), forgotten(log));
    }

    /** The edge at or below which even the newest update of a topic that is known proves nothing. */
    long lost(LogId log) {
        return lost.getOrDefault(log, NONE);
    }

    /** The highest offset of a topic that is not known any more. */
    long forgotten(LogId log) {
        return forgotten.getOrDefault(log, NONE);
    }

    void remove(LogId log) {
        read.remove(log);
        lost.remove(log);
        forgotten.remove(log);
    }
}
