package io.tidings.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes the numbers of one topic through the nodes at a steady pace, one at a time. What is not confirmed is tried
 * again at any node, with the same key, until it is; of an ephemeral topic it is left unknown.
 */
final class NodePublisher implements AutoCloseable {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String run = UUID.randomUUID().toString();

    private final String topic;

    private final Publishing way;

    private final List<Integer> ports;

    private final Ledger ledger;

    private final boolean retries;

    private final Random random;

    private final Thread thread;

    /** How often a publication was not confirmed at the first try, or a later one, by the reason. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private NodePublisher(String topic, Publishing way, List<Integer> ports, Ledger ledger, boolean retries) {
        this.topic = topic;
        this.way = way;
        this.ports = ports;
        this.ledger = ledger;
        this.retries = retries;
        this.random = new Random(topic.hashCode());
        this.thread = new Thread(this::run, "publisher-" + topic);
        thread.setDaemon(true);
    }

    /** Publishes to a durable topic, with retries. */
    static NodePublisher durable(String topic, Publishing way, List<Integer> ports, Ledger ledger) {
        return new NodePublisher(topic, way, ports, ledger, true);
    }

    /** Publishes to an ephemeral topic, without retries. */
    static NodePublisher ephemeral(String topic, Publishing way, List<Integer> ports, Ledger ledger) {
        return new NodePublisher(topic, way, ports, ledger, false);
    }

    void start() {
        thread.start();
    }

    Map<String, Integer> failures() {
        return failures;
    }

    /** Lets what is under way be confirmed, and ends. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int port = anyPort();
        while (!closed) {
            long begun = System.nanoTime();
            long number = ledger.begin(topic);
            port = publish(number, port);
            LockSupport.parkNanos(begun + Driver.PACE.toNanos() - System.nanoTime());
        }
        way.close();
    }

    /** Returns the port where it succeeded last. */
    private int publish(long number, int first) {
        int port = first;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String key = retries ? run + '-' + number : "";
        do {
            try {
                way.publish(port, topic, Body.of(topic, number), key);
                ledger.acknowledged(topic, number);
                return port;
            } catch (IOException e) {
                failures.merge(String.valueOf(e), 1, Integer::sum);
                port = anyPort();
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
        } while (retries && System.nanoTime() - deadline < 0);
        return port;
    }

    private int anyPort() {
        return ports.get(random.nextInt(ports.size()));
    }
}
