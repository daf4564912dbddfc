package io.tidings.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A node as far as the relay goes: it remembers what arrived, and how the connection changed. */
final class Node implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final SimpleMeterRegistry registry;

    final MonitoredRelay relay;

    final List<Batch> received = new CopyOnWriteArrayList<>();

    final List<String> told = new CopyOnWriteArrayList<>();

    final String id = "node." + NUMBERS.incrementAndGet();

    volatile boolean failing;

    final List<Boolean> changes = new CopyOnWriteArrayList<>();

    Node(MonitoredRelay relay, SimpleMeterRegistry registry) {
        this.relay = relay;
        this.registry = registry;
        relay.subscribe(received::add);
        relay.listen(id, this::take);
        relay.onConnectionChange(changes::add);
    }

    /** A started node with a STOMP relay. */
    static Node stomp(RelayProperties properties) {
        return stomp(properties, null);
    }

    static Node stomp(RelayProperties properties, @Nullable BrokerTls tls) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        StompRelay relay = new StompRelay(properties, tls, new RelayMetrics(registry));
        Node node = new Node(relay, registry);
        relay.start();
        return node;
    }

    Node awaitConnected() {
        Awaitility.await("connected").atMost(Duration.ofSeconds(30)).until(relay::isConnected);
        return this;
    }

    boolean tell(String to, String message) {
        return relay.tell(to, message.getBytes(StandardCharsets.UTF_8));
    }

    double count(String meter, String... tags) {
        return registry.get(meter).tags(tags).counter().count();
    }

    @Override
    public void close() {
        if (relay instanceof StompRelay stomp) {
            stomp.stop();
        }
    }

    private void take(byte[] message) {
        if (failing) {
            failing = false;
            throw new IllegalStateException("listener for a test");
        }
        told.add(new String(message, StandardCharsets.UTF_8));
    }
}
