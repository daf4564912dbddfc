package io.tidings.replica;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A real replica, with one log for each durable namespace, on a thread of its own, for the tests of those who ask it; to be started by Spring. */
public final class RunningReplica {

    private final ScriptedLog log = new ScriptedLog();

    private final Replica replica;

    /** Follows the configured namespaces. */
    public RunningReplica(Namespaces namespaces) {
        namespaces.configured().stream()
                .filter(namespace -> namespace.policy().durable())
                .forEach(namespace -> log.create(Samples.log(namespace.name(), 0)));
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
        CompletableFuture<Position> position = new CompletableFuture<>();
        replica.execute(() -> position.complete(append(new Topic(topic), contentType, body)));
        return position.join();
    }

    private Position append(Topic topic, String contentType, byte[] body) {
        LogId source = Samples.log(topic.namespace(), 0);
        long offset = log.head(source);
        Update update = new Update(
                topic, new Position(source, offset), Samples.NOW.toEpochMilli(), contentType, Map.of(), body);
        Batch batch = new Batch(source, offset, offset + 1, List.of(update));
        log.append(batch);
        replica.offer(batch);
        return update.position();
    }
}
