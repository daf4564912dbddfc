package io.tidings.lab;

import static org.awaitility.Awaitility.await;

import io.tidings.lab.Recorder.Connect;
import io.tidings.lab.Recorder.Silence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many clients, each of which follows something of what a {@link Driver} publishes, on any node and again on another. */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> DESTINATIONS = List.of(
            "/topic/lab.kafka.t0",
            "/topic/lab.kafka.t1",
            "/topic/lab.kafka.t2",
            "/topic/lab.kafka.t3",
            "/topic/lab.rest.t0",
            "/topic/lab.send.t0");

    /** So many of them follow a topic each, for one that follows all. */
    private static final int OF_ONE_TOPIC = 30;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Recorder> clients;

    private Crowd(List<Recorder> clients) {
        this.clients = clients;
    }

    /** What it saw of a time. */
    record Seen(long connectsASecond, Duration stayed, Duration moved) {}

    /** Connects so many clients to any of these nodes, and waits until they are live. */
    static Crowd connect(List<Integer> ports, int count) {
        Crowd crowd = new Crowd(IntStream.range(0, count)
                .mapToObj(i -> Recorder.start("client-" + i, ports, List.of(subscription(i)), i))
                .toList());
        await().atMost(PATIENCE).until(() -> crowd.clients.stream().allMatch(Recorder::isLive));
        return crowd;
    }

    private static Checked subscription(int client) {
        String destination =
                client % OF_ONE_TOPIC == 0 ? "/topic/lab.#" : DESTINATIONS.get(client % DESTINATIONS.size());
        return Followed.resuming("s", destination);
    }

    /** Waits until every client has all that was confirmed. */
    void awaitAll(Ledger ledger) {
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.hasAll(ledger)));
    }

    List<Finding> findings(Ledger ledger) {
        return checks().flatMap(check -> check.findings(ledger).stream()).toList();
    }

    long gaps() {
        return checks().mapToLong(Checked::gaps).sum();
    }

    long deliveries() {
        return checks().mapToLong(Checked::deliveries).sum();
    }

    /** Why sessions ended, or were not had, and how often. */
    Map<String, Integer> ends() {
        Map<String, Integer> all = new HashMap<>();
        clients.forEach(client -> client.ends().forEach((why, count) -> all.merge(why, count, Integer::sum)));
        return all;
    }

    /** What happened between two times of {@link System#nanoTime}. */
    Seen seen(long fromNanos, long toNanos) {
        Duration stayed = Duration.ZERO;
        Duration moved = Duration.ZERO;
        for (Recorder client : clients) {
            List<Connect> connects = client.connects();
            for (Silence silence : client.silences()) {
                if (silence.toNanos() - fromNanos < 0 || silence.fromNanos() - toNanos > 0) {
                    continue;
                }
                if (connects.stream().anyMatch(connect -> isIn(silence, connect.nanos()))) {
                    moved = longer(moved, silence.length());
                } else {
                    stayed = longer(stayed, silence.length());
                }
            }
        }
        return new Seen(mostASecond(fromNanos, toNanos), stayed, moved);
    }

    @Override
    public void close() {
        clients.forEach(Recorder::leave);
        clients.forEach(Recorder::close);
    }

    private static boolean isIn(Silence silence, long nanos) {
        return nanos - silence.fromNanos() >= 0 && silence.toNanos() - nanos >= 0;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The most connects in any second, over all nodes. */
    private long mostASecond(long fromNanos, long toNanos) {
        List<Long> times = new ArrayList<>();
        for (Recorder client : clients) {
            for (Connect connect : client.connects()) {
                if (connect.nanos() - fromNanos >= 0 && toNanos - connect.nanos() >= 0) {
                    times.add(connect.nanos() - fromNanos);
                }
            }
        }
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        int most = 0;
        int first = 0;
        for (int i = 0; i < sorted.length; i++) {
            while (sorted[i] - sorted[first] > SECOND_NANOS) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }

    private Stream<? extends Checked> checks() {
        return clients.stream().flatMap(client -> client.subscriptions().stream());
    }
}
