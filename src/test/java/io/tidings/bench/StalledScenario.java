package io.tidings.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What it costs those who read that others have stopped reading. */
final class StalledScenario {

    private static final int RATE = 50;

    private final BenchOptions options;

    private final BenchReport report;

    StalledScenario(BenchOptions options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    void run(String name, boolean tls) {
        // A bound that a stalled client reaches within the run.
        List<String> settings = List.of("--tidings.session.send-buffer=64KB");
        measure("without " + name, tls, 0, settings);
        measure(name, tls, options.stalledSessions(), settings);
    }

    private void measure(String name, boolean tls, int stalled, List<String> settings) {
        try (ServerUnderTest server = new ServerUnderTest(options, name.replace(' ', '-'), tls, settings);
                FanoutRun run = new FanoutRun(options, server, tls, 1)) {
            List<StompConnection> silent = run.openIdle(stalled);
            silent.forEach(connection -> connection.stall(true));
            Result result =
                    run.measure(name, new PacedLoad(run.feed(), run.client().loop(), options.rate(RATE)));
            report.add(result.with("stalled", stalled).with("stalled_closed", closeCodes(silent)));
        }
    }

    /** How many have been closed with which code, which they find once they read on. */
    private static String closeCodes(List<StompConnection> silent) {
        silent.forEach(connection -> connection.stall(false));
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        Map<String, Integer> codes = new TreeMap<>();
        silent.stream()
                .filter(connection -> connection.closed().isDone())
                .forEach(connection -> codes.merge(connection.closed().join(), 1, Integer::sum));
        return codes.toString();
    }
}
