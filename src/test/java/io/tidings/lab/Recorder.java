package io.tidings.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows subscriptions for as long as it lives: when its session ends, however that came, it connects to any
 * node and goes on. It can be made to lose its connection, to stay away, and to stop reading.
 */
final class Recorder implements AutoCloseable {

    private static final Duration RECONNECT = Duration.ofMillis(50);

    private static final Duration WORTH_NOTING = Duration.ofMillis(100);

    private final String name;

    private final List<Integer> ports;

    private final List<? extends Checked> subscriptions;

    private final Map<String, Checked> byId;

    private final Random random;

    private final Thread thread;

    private final List<Silence> silences = new ArrayList<>();

    private final List<Connect> connects = new CopyOnWriteArrayList<>();

    private volatile boolean closed;

    private volatile @Nullable StompSession session;

    private volatile long awayUntilNanos = System.nanoTime();

    private volatile long stalledUntilNanos = System.nanoTime();

    /** How often sessions ended, or were not had, by the reason. */
    private final Map<String, Integer> ends = new ConcurrentHashMap<>();

    /** When the last delivery came, and whether a stall of this client's own lies after it; the thread's own. */
    private long deliveredNanos;

    private boolean idle = true;

    private Recorder(String name, List<Integer> ports, List<? extends Checked> subscriptions, long seed) {
        this.name = name;
        this.ports = ports;
        this.subscriptions = subscriptions;
        this.byId = subscriptions.stream().collect(Collectors.toMap(Checked::id, Function.identity()));
        this.random = new Random(seed);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** A stretch in which nothing came though the client was there, in the time of {@link System#nanoTime}. */
    record Silence(long fromNanos, long toNanos) {

        Duration length() {
            return Duration.ofNanos(toNanos - fromNanos);
        }
    }

    /** When a session began, in the time of {@link System#nanoTime}, and where. */
    record Connect(long nanos, int port) {}

    /** Starts to follow on any of these nodes. */
    static Recorder start(String name, List<Integer> ports, List<? extends Checked> subscriptions, long seed) {
        Recorder recorder = new Recorder(name, ports, subscriptions, seed);
        recorder.thread.start();
        return recorder;
    }

    String name() {
        return name;
    }

    /** Whether every subscription has begun. */
    boolean isLive() {
        return subscriptions.stream().allMatch(Checked::isLive);
    }

    /** Whether every subscription has been given all that is owed to it. */
    boolean hasAll(Ledger ledger) {
        return subscriptions.stream().allMatch(subscription -> subscription.hasAll(ledger));
    }

    List<? extends Checked> subscriptions() {
        return subscriptions;
    }

    /** How many sessions it has had. */
    long sessions() {
        return connects.size();
    }

    List<Connect> connects() {
        return connects;
    }

    /** Why its sessions ended, or were not had, and how often. */
    Map<String, Integer> ends() {
        return Map.copyOf(ends);
    }

    /** Resets the connection, and does not come back for this long. */
    void cut(Duration away) {
        awayUntilNanos = System.nanoTime() + away.toNanos();
        StompSession open = session;
        if (open != null) {
            open.cut();
        }
    }

    /** Stops reading for this long. */
    void stall(Duration time) {
        stalledUntilNanos = System.nanoTime() + time.toNanos();
    }

    /** The stretches without deliveries that were not of its own making. */
    List<Silence> silences() {
        synchronized (silences) {
            return List.copyOf(silences);
        }
    }

    /** Follows no more, without waiting for the end. */
    void leave() {
        closed = true;
        cut(Duration.ZERO);
    }

    @Override
    public void close() {
        leave();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            waitUntil(awayUntilNanos);
            int port = ports.get(random.nextInt(ports.size()));
            try (StompSession open = StompSession.connect(port)) {
                session = open;
                connects.add(new Connect(System.nanoTime(), port));
                follow(open);
            } catch (IOException e) {
                ends.merge(e.toString(), 1, Integer::sum);
                LockSupport.parkNanos(RECONNECT.toNanos());
            } finally {
                session = null;
            }
        }
    }

    private void follow(StompSession open) throws IOException {
        for (Checked subscription : subscriptions) {
            open.send("SUBSCRIBE", "", subscription.subscribe());
        }
        while (!closed && System.nanoTime() - awayUntilNanos >= 0) {
            waitUntil(stalledUntilNanos);
            StompFrame frame = open.next();
            switch (frame.command()) {
                case "MESSAGE" -> delivered(frame);
                case "RECEIPT" -> of(frame, "receipt-id").live(frame);
                default -> throw new IOException(frame.toString());
            }
        }
    }

    private void delivered(StompFrame frame) throws IOException {
        of(frame, "subscription").message(frame);
        long now = System.nanoTime();
        if (!idle && now - deliveredNanos >= WORTH_NOTING.toNanos()) {
            synchronized (silences) {
                silences.add(new Silence(deliveredNanos, now));
            }
        }
        idle = false;
        deliveredNanos = now;
    }

    private Checked of(StompFrame frame, String header) throws IOException {
        Checked subscription = byId.get(String.valueOf(frame.header(header)));
        if (subscription == null) {
            throw new IOException("frame of no subscription: " + frame);
        }
        return subscription;
    }

    private void waitUntil(long nanos) {
        while (!closed && System.nanoTime() - nanos < 0) {
            idle = true;
            LockSupport.parkNanos(Math.max(1, nanos - System.nanoTime()));
        }
    }
}
