package io.tidings.cluster;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.relay.NodeMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Nodes that hear one another over nothing but method calls, and whose time passes when the test says so. */
final class FakeNodes {

    private static final Duration STEP = Duration.ofMillis(10);

    private final Map<String, FakeNode> byId = new LinkedHashMap<>();

    private final Map<String, String> settings;

    /** What happens to each message on its way to each node. */
    Way way = (to, message, sink) -> sink.accept(message);

    FakeNodes() {
        this(Map.of());
    }

    FakeNodes(Map<String, String> settings) {
        this.settings = settings;
    }

    /** A way for messages. */
    interface Way {

        void carry(String to, byte[] message, Consumer<byte[]> sink);
    }

    FakeNode start(String id) {
        FakeNode node = new FakeNode(id);
        byId.put(id, node);
        node.cluster.start();
        return node;
    }

    /** Lets time pass for all nodes. */
    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= STEP.toMillis()) {
            List.copyOf(byId.values()).forEach(node -> node.scheduler.advanceTimeBy(STEP));
        }
    }

    static ClusterProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("tidings.cluster", ClusterProperties.class);
    }

    /** One of the nodes, and its relay. */
    final class FakeNode implements NodeMessages {

        final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

        final SimpleMeterRegistry registry = new SimpleMeterRegistry();

        final List<NodeMessage> told = new ArrayList<>();

        final RelayedCluster cluster;

        final String id;

        boolean connected = true;

        private Consumer<byte[]> sink = message -> {};

        FakeNode(String id) {
            this.id = id;
            Node.About about = new Node.About(id.replaceAll("-[^-]*$", ""), "1.2.3", Instant.EPOCH);
            ClusterThread thread = new ClusterThread(scheduler, () -> scheduler.now(TimeUnit.NANOSECONDS));
            this.cluster = new RelayedCluster(
                    new Self(id, about, new Counts()),
                    properties(settings),
                    thread,
                    this,
                    new ClusterMetrics(registry));
        }

        @Override
        public void listen(String node, Consumer<byte[]> listener) {
            sink = listener;
        }

        @Override
        public boolean tell(String to, byte[] message) {
            if (connected) {
                told.add(read(message));
                List.copyOf(byId.values()).stream()
                        .filter(node -> node.connected && (to.equals(ALL) || to.equals(node.id)))
                        .forEach(node -> way.carry(node.id, message, node.sink));
            }
            return connected;
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public int maxBytes() {
            return 64 * 1024;
        }

        /** Brings the node a message that no node said. */
        void hear(byte[] message) {
            sink.accept(message);
        }

        /** The node is gone, without a word. */
        void kill() {
            byId.remove(id);
        }

        /** The others that it knows, each with its state. */
        Map<String, Node.State> others() {
            Map<String, Node.State> others = new LinkedHashMap<>();
            cluster.nodes().stream().skip(1).forEach(node -> others.put(node.id(), node.state()));
            return others;
        }

        double dropped(String reason) {
            var counter = registry.find("tidings.cluster.dropped")
                    .tag("reason", reason)
                    .counter();
            return counter == null ? 0 : counter.count();
        }
    }

    private static NodeMessage read(byte[] message) {
        try {
            return NodeMessageFormat.decode(message);
        } catch (NodeMessageException e) {
            throw new AssertionError(e);
        }
    }
}
