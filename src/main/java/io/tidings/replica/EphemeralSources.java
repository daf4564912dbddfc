package io.tidings.replica;

import io.tidings.replica.ReplicaMetrics.Way;
import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.Update;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes on what nodes publish without a log: as it comes, without repair. Doubles are known by the running number, for as
 * long as their node is among those heard of last.
 */
final class EphemeralSources {

    private final Announcer announcer;

    private final ReplicaMetrics metrics;

    private final Clock clock;

    private final Map<NodeId, Long> nextByNode;

    EphemeralSources(int maxSources, Announcer announcer, ReplicaMetrics metrics, Clock clock) {
        this.announcer = announcer;
        this.metrics = metrics;
        this.clock = clock;
        this.nextByNode = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
                return size() > maxSources;
            }
        };
    }

    void offer(NodeId source, Batch batch) {
        long next = nextByNode.getOrDefault(source, 0L);
        if (batch.to() <= next) {
            metrics.doubled();
            return;
        }
        nextByNode.put(source, batch.to());
        long now = clock.millis();
        for (Update update : batch.updates()) {
            if (update.position().offset() >= next) {
                metrics.updates(1);
                metrics.ages(Way.RELAY).recordAge(now, update.timestamp());
                announcer.updated(update);
            }
        }
    }
}
