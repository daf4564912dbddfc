package io.tidings.publish;

import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.NodeIncarnation;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Numbers the updates of ephemeral namespaces and hands them to the relay. Any thread may call. */
final class EphemeralUpdates {

    private final Map<String, EphemeralSource> sources = new ConcurrentHashMap<>();

    private final NodeIncarnation node;

    private final Clock clock;

    private final Relay relay;

    private final Consumer<Batch> localDelivery;

    private final PublishMetrics metrics;

    /**
     * Starts all numbers at 0.
     *
     * @param localDelivery delivers a batch to this node's own sessions; must not block
     */
    EphemeralUpdates(
            NodeIncarnation node, Clock clock, Relay relay, Consumer<Batch> localDelivery, PublishMetrics metrics) {
        this.node = node;
        this.clock = clock;
        this.relay = relay;
        this.localDelivery = localDelivery;
        this.metrics = metrics;
    }

    /** Publishes; completes when the broker has confirmed the update, or this node alone has it. Never fails. */
    CompletableFuture<Published> publish(Publication publication) {
        return sources.computeIfAbsent(publication.topic().namespace(), this::source)
                .publish(publication, clock.millis());
    }

    private EphemeralSource source(String namespace) {
        return new EphemeralSource(new NodeId(namespace, node.text()), relay, this::deliverLocally);
    }

    private void deliverLocally(Batch batch) {
        metrics.deliveredLocally();
        localDelivery.accept(batch);
    }
}
