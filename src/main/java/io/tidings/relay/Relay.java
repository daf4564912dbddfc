package io.tidings.relay;

import io.tidings.topic.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Carries batches from the node that publishes one to every node, that one included: the fast way, never the source of
 * truth. A batch may be lost or doubled when the link to the broker breaks; batches of one publisher keep their order.
 *
 * <p>Any thread may call; nothing blocks.
 */
public interface Relay {

    /**
     * Publishes a batch to all nodes.
     *
     * @return completes when the broker has confirmed it; with a {@link RelayUnavailableException} when there is no link to
     *     a broker, or it broke, or the broker did not confirm in time: then the batch may or may not arrive
     */
    CompletableFuture<Void> publish(Batch batch);

    /**
     * Gives every batch that arrives to the sink, from now on.
     *
     * @param sink called by one thread at a time; must not block
     */
    void subscribe(Consumer<Batch> sink);

    /** Whether there is a link to a broker, and the broker has confirmed this node's subscription on it. */
    boolean isConnected();

    /** Calls the listener, on a thread of the relay's, each time {@link #isConnected()} changes; it must not block. */
    void onConnectionChange(Consumer<Boolean> listener);
}
