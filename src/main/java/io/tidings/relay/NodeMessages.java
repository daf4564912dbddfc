package io.tidings.relay;

import java.util.function.Consumer;

/**
 * Carries small messages between nodes, beside the batches. A message may be lost, doubled or overtaken; what there is too
 * much of is refused, so that it never holds up batches.
 *
 * <p>Any thread may call; nothing blocks.
 */
public interface NodeMessages {

    /** Who is told what all nodes are to know, the teller included. */
    String ALL = "all";

    /**
     * Gives every message that is for this node, or for all, to the sink. To be called once, before the relay starts.
     *
     * @param node this node's id, in ASCII letters, digits, '.', '_' or '-'; not {@link #ALL}
     * @param sink called by a thread that batches wait for too: it must only take the message and return
     * @throws IllegalStateException if there is a sink already
     */
    void listen(String node, Consumer<byte[]> sink);

    /**
     * Sends a message.
     *
     * @param to a node's id, or {@link #ALL}
     * @return whether it is on its way; not if there is no link to a broker, it is too long, or too much is on its way
     */
    boolean tell(String to, byte[] message);

    /** Whether there is a link to a broker, as in {@link Relay#isConnected()}: without one no message comes or goes. */
    boolean isConnected();

    /** The longest message, in bytes. */
    int maxBytes();
}
