package io.tidings.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Many who are connected, subscribed, and get nothing: how fast they come, and what they take. */
final class IdleScenario {

    private static final int AT_ONCE = 64;

    private static final long OPEN_SECONDS = 300;

    private final BenchOptions options;

    private final BenchReport report;

    IdleScenario(BenchOptions options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    void run(String name, boolean tls) {
        try (ServerUnderTest server = new ServerUnderTest(options, name, tls, List.of());
                LoadClient client = new LoadClient(server.port(), tls)) {
            for (int round = 1; round <= 2; round++) {
                report.add(connect(name + (round == 1 ? " cold" : " warm"), server, client));
            }
        }
    }

    /** Connects as many as are asked for, besides those that are there. */
    private Result connect(String name, ServerUnderTest server, LoadClient client) {
        List<String> destinations = FanoutRun.destinations("bench", 1);
        AtomicInteger reached = new AtomicInteger();
        List<StompConnection> sessions = IntStream.range(0, options.idleSessions())
                .mapToObj(i -> new StompConnection(
                        destinations, options.bodyBytes(), (bytes, at) -> reached.incrementAndGet()))
                .toList();
        server.collectGarbage(options);
        double before = server.residentMegabytes();
        Usage start = Usage.now(server, client);
        client.openAll(sessions, AT_ONCE)
                .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                .join();
        Usage used = Usage.now(server, client).since(start);
        server.collectGarbage(options);
        double after = server.residentMegabytes();
        probe(client, destinations, reached, sessions.size());
        return new Result(name)
                .with("sessions", sessions.size())
                .with("connects_per_s", sessions.size() / used.seconds())
                .with("cpu_ms_per_connect", used.serverSeconds() * 1e3 / sessions.size())
                .with("kib_per_session", (after - before) * 1e6 / 1024 / sessions.size())
                .with("reached", reached.get())
                .with("client_busy", used.clientBusy())
                .with("rss_mb", after);
    }

    /** Publishes one update, and waits until all have it. */
    private void probe(LoadClient client, List<String> destinations, AtomicInteger reached, int sessions) {
        StompConnection publisher = new StompConnection(List.of(), 0, (bytes, at) -> {});
        client.openAll(List.of(publisher), 1)
                .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                .join();
        client.loop().execute(() -> {
            Feed feed = new SendFeed(publisher, destinations, options.bodyBytes());
            feed.publish(0, System.nanoTime(), 0);
            feed.flush();
        });
        for (int i = 0; i < 100 && reached.get() < sessions; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
