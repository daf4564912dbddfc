package io.tidings.fanout;

import io.tidings.replica.ReplicaListener;
import io.tidings.replica.View;
import io.tidings.replica.ViewQuery;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The namespace {@code scores} in two logs, and its replica, which answers when it is told to. The test's thread is its thread. */
final class ScriptedReplica implements ViewSource {

    private static final int PARTITIONS = 2;

    private final List<Request> requests = new ArrayList<>();

    private final List<Update> updates = new ArrayList<>();

    private final Map<LogId, Long> next = new TreeMap<>();

    private final Map<LogId, Long> edges = new TreeMap<>();

    private ReplicaListener listener;

    private int asked;

    private int epoch;

    ScriptedReplica() {
        begin();
    }

    private record Request(ViewQuery query, Consumer<View> then, Runnable otherwise) {}

    void listen(ReplicaListener fanout) {
        listener = fanout;
    }

    @Override
    public void view(ViewQuery query, Consumer<View> then, Runnable otherwise) {
        asked++;
        requests.add(new Request(query, then, otherwise));
    }

    /** How many views were ever asked for. */
    int asked() {
        return asked;
    }

    int waiting() {
        return requests.size();
    }

    /** Applies an update, after a hole of some offsets. */
    Update publish(String topic, int hole) {
        LogId log = log(Math.floorMod(topic.hashCode(), PARTITIONS));
        long offset = next.get(log) + hole;
        next.put(log, offset + 1);
        Update update = new Update(
                new Topic(topic),
                new Position(log, offset),
                offset,
                "text/plain",
                Map.of(),
                (topic + " " + offset).getBytes(StandardCharsets.UTF_8));
        updates.add(update);
        listener.updated(update);
        return update;
    }

    Update publish(String topic) {
        return publish(topic, 0);
    }

    /** Both logs are made anew. */
    void reset() {
        updates.clear();
        begin();
        listener.reset("scores");
    }

    /** From now on nothing can be proven to whoever has not seen all that there is. */
    void forgetHistory() {
        next.forEach((log, offset) -> edges.put(log, offset - 1));
    }

    void answer(int which) {
        Request request = requests.remove(which);
        request.then.accept(view(request.query));
    }

    void refuse(int which) {
        requests.remove(which).otherwise.run();
    }

    void answerAll() {
        while (!requests.isEmpty()) {
            answer(0);
        }
    }

    Cursor cursor() {
        Map<LogId, Long> offsets = new TreeMap<>();
        next.forEach((log, offset) -> offsets.put(log, offset - 1));
        return Cursor.of(offsets);
    }

    /** What a client must have been sent that has seen this much. */
    List<Update> after(Cursor seen, ViewQuery query) {
        return updates.stream()
                .filter(update -> query.pattern().matches(update.topic()))
                .filter(update -> offset(update)
                        > seen.offset((LogId) update.position().source()).orElse(-1))
                .toList();
    }

    /** The last value of each topic. */
    List<Update> lastValues(ViewQuery query) {
        Map<Topic, Update> last = new LinkedHashMap<>();
        for (Update update : updates) {
            if (query.pattern().matches(update.topic())) {
                last.remove(update.topic());
                last.put(update.topic(), update);
            }
        }
        return List.copyOf(last.values());
    }

    private View view(ViewQuery query) {
        Cursor since = query.since();
        if (since != null && isProven(since)) {
            return new View(false, List.of(), after(since, query), cursor());
        }
        return new View(since != null, query.lastValues() ? lastValues(query) : List.of(), List.of(), cursor());
    }

    private boolean isProven(Cursor since) {
        return next.keySet().stream().allMatch(log -> {
            OptionalLong seen = since.offset(log);
            return seen.isPresent() && seen.getAsLong() >= edges.get(log);
        });
    }

    private void begin() {
        epoch++;
        next.clear();
        edges.clear();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            next.put(log(partition), 0L);
            edges.put(log(partition), -1L);
        }
    }

    private LogId log(int partition) {
        return new LogId("scores", partition, LogId.epoch(epoch));
    }

    private static long offset(Update update) {
        return update.position().offset();
    }
}
