package io.tidings.replica;

import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What some logs have ever had, whatever anybody has kept or seen of it. */
final class Truth {

    private final Map<LogId, List<Update>> updates = new TreeMap<>();

    private final Map<LogId, Long> ends = new TreeMap<>();

    Truth(List<LogId> logs) {
        logs.forEach(log -> {
            updates.put(log, new ArrayList<>());
            ends.put(log, -1L);
        });
    }

    void append(Batch batch) {
        LogId log = (LogId) batch.source();
        updates.get(log).addAll(batch.updates());
        ends.put(log, batch.to() - 1);
    }

    Iterable<LogId> logs() {
        return updates.keySet();
    }

    long head(LogId log) {
        return ends.get(log) + 1;
    }

    List<Update> of(LogId log) {
        return List.copyOf(updates.get(log));
    }

    /** What a log had of these topics after one offset and up to another. */
    List<Update> between(LogId log, TopicPattern pattern, long after, long upTo) {
        return updates.get(log).stream()
                .filter(update -> pattern.matches(update.topic())
                        && update.position().offset() > after
                        && update.position().offset() <= upTo)
                .toList();
    }

    /** What all logs had of these topics after one cursor, or from their beginnings, and up to another. */
    List<Update> between(TopicPattern pattern, Cursor after, Cursor upTo) {
        return updates.keySet().stream()
                .flatMap(log ->
                        between(
                                log,
                                pattern,
                                after.offset(log).orElse(-1),
                                upTo.offset(log).orElseThrow())
                                .stream())
                .toList();
    }
}
