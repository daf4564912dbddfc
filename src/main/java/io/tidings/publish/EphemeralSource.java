package io.tidings.publish;

import io.tidings.relay.Relay;
import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Update;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One ephemeral namespace as this node publishes it: a running number, and the order of numbers kept on every way. What the
 * relay does not surely bring back is delivered here; where both ways bring it, receivers drop the double by its number.
 */
final class EphemeralSource {

    private final NodeId id;

    private final Relay relay;

    private final Consumer<Batch> localDelivery;

    private long next;

    /** Completes, never with a failure, when all that was published so far is confirmed or delivered here. */
    private CompletableFuture<?> settled = CompletableFuture.completedFuture(null);

    EphemeralSource(NodeId id, Relay relay, Consumer<Batch> localDelivery) {
        this.id = id;
        this.relay = relay;
        this.localDelivery = localDelivery;
    }

    /** Numbers and sends under one lock, for the relay keeps the order of calls. */
    synchronized CompletableFuture<Published> publish(Publication publication, long timestamp) {
        Update update = publication.at(new Position(id, next), timestamp);
        Batch batch = new Batch(id, next, next + 1, List.of(update));
        next++;
        CompletableFuture<Published> published = settled.thenCombine(relayed(batch), (before, relayed) -> {
            if (!relayed) {
                localDelivery.accept(batch);
            }
            return new Published(update.topic(), update.position(), timestamp);
        });
        settled = published.exceptionally(failure -> null);
        return published;
    }

    /**
     * Whether the relay brings the batch to every node. A broker that confirms it before it has confirmed this node's
     * subscription does not bring it back here.
     */
    private CompletableFuture<Boolean> relayed(Batch batch) {
        boolean subscribed = relay.isConnected();
        return relay.publish(batch).handle((done, failure) -> failure == null && subscribed);
    }
}
