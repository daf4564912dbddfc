package io.tidings.demo;

import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import tools.jackson.databind.json.JsonMapper;

/** What the demo tells, as updates, in the order of time and without waiting for it. */
public final class DemoUpdates {

    private static final int PARTITIONS = 8;

    private static final long START_MILLIS = 1_763_800_000_000L;

    private final JsonMapper json = new JsonMapper();

    private final PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparingLong(Turn::millis));

    private final long[] offsets = new long[PARTITIONS];

    private DemoUpdates(long seed) {
        Newsmakers.seeded(seed).forEach(reporter -> turns.add(new Turn(START_MILLIS, reporter)));
    }

    private record Turn(long millis, Reporter reporter) {}

    /** The first updates of a namespace. */
    public static List<Update> of(String namespace, int count) {
        DemoUpdates all = new DemoUpdates(2026);
        List<Update> found = new ArrayList<>();
        while (found.size() < count) {
            Update update = all.next();
            if (update.topic().namespace().equals(namespace)) {
                found.add(update);
            }
        }
        return found;
    }

    private Update next() {
        Turn turn = turns.remove();
        turns.add(new Turn(turn.millis + turn.reporter.pace().toMillis(), turn.reporter));
        Report report = turn.reporter.next();
        int partition = Math.floorMod(report.key().hashCode(), PARTITIONS);
        return new Update(
                Topic.of(report.namespace(), report.key()),
                new Position(new LogId(report.namespace(), partition, "9f2c01ab"), 1_000_000 + offsets[partition]++),
                turn.millis,
                "application/json",
                Map.of(),
                json.writeValueAsBytes(report.body()));
    }
}
