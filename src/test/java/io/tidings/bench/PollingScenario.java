package io.tidings.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** The same updates to the same clients, once pushed, and once for each interval at which they may be polled. */
final class PollingScenario {

    private static final int AT_ONCE = 64;

    private static final int PUSH = 0;

    private final BenchOptions options;

    private final BenchReport report;

    PollingScenario(BenchOptions options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    void run(String name, boolean tls) {
        try (ServerUnderTest server = new ServerUnderTest(options, name, tls, List.of())) {
            warm(server, tls);
            measure(name + " push", server, tls, PUSH);
            options.intervals().forEach(seconds -> measure(name + " every " + seconds + " s", server, tls, seconds));
        }
    }

    /** Both ways are used for a while first, for the server's compiler to know both. */
    private void warm(ServerUnderTest server, boolean tls) {
        for (int seconds : List.of(PUSH, options.intervals().get(0))) {
            try (Audience audience = new Audience(server, tls, seconds)) {
                audience.watch(options.warmSeconds());
            }
        }
    }

    private void measure(String name, ServerUnderTest server, boolean tls, int intervalSeconds) {
        try (Audience audience = new Audience(server, tls, intervalSeconds)) {
            audience.watch(Math.max(2, intervalSeconds));
            report.add(audience.measure(name));
        }
    }

    /** The clients, and whoever publishes to them. */
    private final class Audience implements AutoCloseable {

        private final ServerUnderTest server;

        private final LoadClient client;

        private final int topics = options.topics(5);

        private final List<String> destinations = FanoutRun.destinations("board", topics);

        private final Staleness staleness = new Staleness(topics);

        private final Traffic traffic = new Traffic();

        private Audience(ServerUnderTest server, boolean tls, int intervalSeconds) {
            this.server = server;
            this.client = new LoadClient(server.port(), tls);
            StompConnection publisher = new StompConnection(List.of(), 0, (bytes, at) -> {});
            client.openAll(List.of(publisher), 1).join();
            Feed feed = new SendFeed(publisher, destinations, options.bodyBytes());
            Board board = new Board(feed, staleness, client.loop(), options.rate(1));
            if (intervalSeconds == PUSH) {
                push();
                client.loop().execute(board::start);
            } else {
                client.loop().execute(board::start);
                watch(2); // There is no last value before the first update.
                poll(Duration.ofSeconds(intervalSeconds));
            }
        }

        @Override
        public void close() {
            client.close();
        }

        private void push() {
            List<StompConnection> connections = new ArrayList<>();
            for (int i = 0; i < options.clients(); i++) {
                connections.add(new StompConnection(destinations, options.bodyBytes(), reader()));
            }
            client.openAll(connections, AT_ONCE).orTimeout(60, TimeUnit.SECONDS).join();
            client.loop().execute(() -> connections.forEach(connection -> connection.count(traffic)));
        }

        private void poll(Duration interval) {
            List<String> paths = destinations.stream()
                    .map(destination -> destination.replace("/topic/", "/api/topics/") + "/last")
                    .toList();
            for (int i = 0; i < options.clients(); i++) {
                Duration phase = Duration.ofNanos(ThreadLocalRandom.current().nextLong(interval.toNanos()));
                client.open(new HttpPoller(paths, reader(), traffic, interval, phase));
            }
        }

        private Reader reader() {
            return new Reader(staleness, topics);
        }

        private void watch(int seconds) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        }

        private Result measure(String name) {
            client.call(staleness::take);
            long[] before = client.call(this::counted);
            Usage start = Usage.now(server, client);
            watch(2 * options.seconds());
            Usage used = Usage.now(server, client).since(start);
            long[] after = client.call(this::counted);
            Histogram late = client.call(staleness::take);
            long ended = client.call(traffic::connectionsEnded);
            double perClient = used.seconds() * options.clients();
            return new Result(name)
                    .with("clients", options.clients())
                    .with("topics", topics)
                    .with("updates_seen_per_s", late.getTotalCount() / used.seconds())
                    .with("requests_per_s", (after[2] - before[2]) / used.seconds())
                    .with("bytes_to_client_per_s", (after[0] - before[0]) / perClient)
                    .with("bytes_to_server_per_s", (after[1] - before[1]) / perClient)
                    .with("server_cpu_ms_per_s", used.serverBusy() * 1e3)
                    .withLatency(late)
                    .with("closed", ended)
                    .with("client_busy", used.clientBusy());
        }

        private long[] counted() {
            return new long[] {traffic.bytesReceived(), traffic.bytesSent(), traffic.requests()};
        }
    }
}
