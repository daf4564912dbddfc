package io.tidings.relay;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the messages of other nodes to whoever listens to them, from the moment that somebody does. Any thread may call. */
final class Mailbox {

    private static final Logger logger = LoggerFactory.getLogger(Mailbox.class);

    private volatile @Nullable Listener listener;

    /**
     * Begins to take messages to a listener.
     *
     * @param node this node's id
     * @throws IllegalStateException if there is one already
     */
    synchronized void open(String node, Consumer<byte[]> sink) {
        if (listener != null) {
            throw new IllegalStateException("listen: called again (expected: once)");
        }
        listener = new Listener(node, sink);
    }

    /** The node whose messages are to be subscribed to; null while nobody listens. */
    @Nullable
    String node() {
        Listener current = listener;
        return current == null ? null : current.node();
    }

    boolean isFor(String to) {
        String node = node();
        return node != null && (to.equals(NodeMessages.ALL) || to.equals(node));
    }

    /** Hands a message on, if somebody listens; what becomes of it does not harm the link. */
    void take(byte[] message) {
        Listener current = listener;
        if (current == null) {
            return;
        }
        try {
            current.sink().accept(message);
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("A message of another node was not taken");
        }
    }

    private record Listener(String node, Consumer<byte[]> sink) {}
}
