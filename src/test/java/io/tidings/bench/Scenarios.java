package io.tidings.bench;

import java.util.List;
import java.util.function.BiFunction;

/** The scenarios by their names; with {@code -tls} behind it, a scenario runs over TLS. */
final class Scenarios {

    private static final String TLS = "-tls";

    private final BenchOptions options;

    private final BenchReport report;

    Scenarios(BenchOptions options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    /** Runs one on a server of its own. */
    void run(String name) {
        boolean tls = name.endsWith(TLS);
        switch (tls ? name.substring(0, name.length() - TLS.length()) : name) {
            case "S1" -> fanout(name, tls, 1, (run, feed) -> saturating(feed, 32));
            case "S2" -> fanout(name, tls, 1, (run, feed) -> paced(run, feed, 20));
            case "S3" -> fanout(name, tls, options.subscribers(), (run, feed) -> saturating(feed, 256));
            case "S3-relay" -> new RelayScenario(options, report).run(name, tls);
            case "S4" -> new IdleScenario(options, report).run(name, tls);
            case "storm" -> new StormScenario(options, report).run(name, tls);
            case "stalled" -> new StalledScenario(options, report).run(name, tls);
            case "polling" -> new PollingScenario(options, report).run(name, tls);
            default ->
                throw new IllegalArgumentException("bench.only: '" + name
                        + "' (expected: S1, S2, S3, S3-relay, S4, storm, stalled or polling, with or without -tls)");
        }
    }

    private void fanout(String name, boolean tls, int topics, BiFunction<FanoutRun, Feed, Load> loads) {
        try (ServerUnderTest server = new ServerUnderTest(options, name, tls, List.of());
                FanoutRun run = new FanoutRun(options, server, tls, topics)) {
            report.add(run.measure(name, loads.apply(run, run.feed())));
        }
    }

    private Load saturating(Feed feed, int window) {
        return new SaturatingLoad(feed, options.subscribers() / feed.topics(), options.window(window));
    }

    private Load paced(FanoutRun run, Feed feed, int rate) {
        return new PacedLoad(feed, run.client().loop(), options.rate(rate));
    }
}
