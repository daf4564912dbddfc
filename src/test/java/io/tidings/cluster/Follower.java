package io.tidings.cluster;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A subscriber that takes each frame when it comes, and notes the time. */
final class Follower implements AutoCloseable {

    private final StompClient client;

    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    private final Thread thread = new Thread(this::run, "follower");

    private Follower(StompClient client) {
        this.client = client;
    }

    /** A frame and when it came, by {@link System#nanoTime()}. */
    record Arrival(Frame frame, long nanos) {}

    /** Subscribes to one destination with these headers, and is live. */
    static Follower of(ClusterNode node, String destination, String... headers) {
        StompClient client = StompClient.connect(node.port());
        client.subscribe("s", destination, headers);
        Follower follower = new Follower(client);
        follower.thread.setDaemon(true);
        follower.thread.start();
        return follower;
    }

    StompClient client() {
        return client;
    }

    int count() {
        return arrivals.size();
    }

    List<String> bodies() {
        return arrivals.stream().map(arrival -> arrival.frame().text()).toList();
    }

    List<Frame> frames() {
        return arrivals.stream().map(Arrival::frame).toList();
    }

    /** Waits for the frame that says that updates may be missing before it. */
    Frame awaitGap() {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !gaps().isEmpty());
        return gaps().get(0);
    }

    List<Frame> gaps() {
        return frames().stream()
                .filter(frame -> "true".equals(frame.header("gap")))
                .toList();
    }

    void await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> arrivals.size() >= count);
    }

    /** The numbers that a {@link SteadyProducer} gave its records, by destination, in the order in which they came. */
    Map<String, List<Integer>> numbers() {
        Map<String, List<Integer>> numbers = new TreeMap<>();
        arrivals.forEach(
                arrival -> numbers.computeIfAbsent(arrival.frame().header("destination"), key -> new ArrayList<>())
                        .add(Integer.parseInt(arrival.frame().text().split(":")[0])));
        return numbers;
    }

    /** The longest that a {@link SteadyProducer}'s record was on its way, of those that came from this one on. */
    Duration slowest(int from) {
        return Duration.ofNanos(arrivals.stream()
                .skip(from)
                .mapToLong(arrival ->
                        arrival.nanos() - Long.parseLong(arrival.frame().text().split(":")[1]))
                .max()
                .orElseThrow());
    }

    @Override
    public void close() {
        thread.interrupt();
        client.close();
    }

    private void run() {
        try {
            while (true) {
                Frame frame = client.messages().poll(1, TimeUnit.DAYS);
                arrivals.add(new Arrival(frame, System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
