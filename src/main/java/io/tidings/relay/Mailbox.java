package io.tidings.relay;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who takes the messages of other nodes.
 *
 * @param node this node's id
 * @param sink takes them
 */
record Mailbox(String node, Consumer<byte[]> sink) {

    private static final Logger logger = LoggerFactory.getLogger(Mailbox.class);

    boolean isFor(String to) {
        return to.equals(NodeMessages.ALL) || to.equals(node);
    }

    /** Hands a message on; what becomes of it does not harm the link. */
    void take(byte[] message) {
        try {
            sink.accept(message);
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("A message of another node was not taken");
        }
    }
}
