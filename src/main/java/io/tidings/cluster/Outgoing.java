package io.tidings.cluster;

import io.github.bucket4j.Bucket;
import io.tidings.relay.NodeMessages;

/** Sends messages to other nodes, no more in a second than may be: batches of updates go the same way. */
final class Outgoing {

    private final NodeMessages messages;

    private final Bucket rate;

    private final ClusterMetrics metrics;

    Outgoing(NodeMessages messages, Bucket rate, ClusterMetrics metrics) {
        this.messages = messages;
        this.rate = rate;
        this.metrics = metrics;
    }

    /** Tells all nodes what comes seldom and must not be held up. */
    void tellAll(NodeMessage message) {
        tell(NodeMessages.ALL, message, NodeMessageFormat.encode(message));
    }

    /** Sends to one node or to {@link NodeMessages#ALL}; returns whether it is on its way. */
    boolean send(String to, NodeMessage message) {
        byte[] bytes = NodeMessageFormat.encode(message);
        if (!rate.tryConsume(bytes.length)) {
            metrics.dropped("throttled");
            return false;
        }
        return tell(to, message, bytes);
    }

    /** Whether there is a link to a broker, by which messages come and go. */
    boolean isLinked() {
        return messages.isConnected();
    }

    private boolean tell(String to, NodeMessage message, byte[] bytes) {
        if (!messages.tell(to, bytes)) {
            metrics.dropped("unsent");
            return false;
        }
        metrics.sent(message.type());
        return true;
    }
}
