package io.tidings.replica;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A real replica, with two logs for each durable namespace, on a thread of its own, for the tests of those who ask it; to be started by Spring. */
public final class RunningReplica {

    private final ScriptedLog log = new ScriptedLog();

    private final Replica replica;

    /** Follows the configured namespaces. */
    public RunningReplica(Namespaces namespaces) {
        namespaces.configured().stream()
                .filter(namespace -> namespace.policy().durable())
                .forEach(namespace -> {
                    log.create(Samples.log(namespace.name(), 0));
                    log.create(Samples.log(namespace.name(), 1));
                });
        SettableClock clock = new SettableClock();
        this.replica = ReplicaConfiguration.assemble(
                log,
                namespaces,
                clock,
                clock::nanoTime,
                Samples.properties(),
                new ReplicaMetrics(new SimpleMeterRegistry()),
                new ScheduledThreadPoolExecutor(1));
        replica.listen(new RecordingListener());
    }

    public Replica replica() {
        return replica;
    }

    /** Publishes, and returns once it is known; a body that is null clears the last value. */
    public Position publish(String topic, String contentType, byte[] body) {
        return publish(new Topic(topic), 0, Samples.NOW.toEpochMilli(), contentType, body);
    }

    /** As {@link #publish}, in the topic's other log: with an update that is older by so much. */
    public Position publishElsewhere(String topic, Duration older, byte[] body) {
        long timestamp = Samples.NOW.minus(older).toEpochMilli();
        return publish(new Topic(topic), 1, timestamp, "text/plain", body);
    }

    private Position publish(Topic topic, int partition, long timestamp, String contentType, byte[] body) {
        LogId source = Samples.log(topic.namespace(), partition);
        CompletableFuture<Position> position = new CompletableFuture<>();
        replica.execute(() -> {
            Position next = new Position(source, log.head(source));
            position.complete(append(new Update(topic, next, timestamp, contentType, Map.of(), body)));
        });
        return position.join();
    }

    private Position append(Update update) {
        LogId source = (LogId) update.position().source();
        long offset = update.position().offset();
        Batch batch = new Batch(source, offset, offset + 1, List.of(update));
        log.append(batch);
        replica.offer(batch);
        return update.position();
    }
}
