package io.tidings.relay;

import io.tidings.bench.Feed;
import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Publishes updates of an ephemeral namespace to a broker as another node would, what is flushed together in one batch, so
 * that a node can be measured that gets them through its relay.
 */
public final class RelayFeed implements Feed, AutoCloseable {

    private final Node node;

    private final NodeId source;

    private final List<Topic> topics;

    private final Bodies bodies;

    private final List<Update> pending = new ArrayList<>();

    private long next;

    /**
     * Connects to a broker.
     *
     * @param address the broker's, {@code HOST:PORT}
     * @param namespace the namespace of the topics {@code NAMESPACE.t0} and on
     */
    public RelayFeed(String address, String namespace, int topics, Bodies bodies) {
        this.node = Node.stomp(Properties.of(address).bind()).awaitConnected();
        this.source = new NodeId(namespace, "feed-1");
        this.topics = new ArrayList<>(topics);
        this.bodies = bodies;
        for (int i = 0; i < topics; i++) {
            this.topics.add(new Topic(namespace + ".t" + i));
        }
    }

    /** Makes the body of an update. */
    @FunctionalInterface
    public interface Bodies {

        byte[] body(int topic, long time, long number);
    }

    @Override
    public int topics() {
        return topics.size();
    }

    @Override
    public void publish(int topic, long time, long number) {
        pending.add(new Update(
                topics.get(topic),
                new Position(source, next + pending.size()),
                System.currentTimeMillis(),
                "application/json",
                Map.of(),
                bodies.body(topic, time, number)));
    }

    @Override
    public void flush() {
        if (!pending.isEmpty()) {
            long to = next + pending.size();
            // What is not confirmed does not arrive, which the subscribers' checks find.
            var unused = node.relay.publish(new Batch(source, next, to, pending));
            next = to;
            pending.clear();
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
