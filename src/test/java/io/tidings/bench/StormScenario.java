package io.tidings.bench;

import java.util.List;

/** Many clients who lose their connections in one moment and resume, while updates flow and others stay. */
final class StormScenario {

    private final BenchOptions options;

    private final BenchReport report;

    StormScenario(BenchOptions options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    void run(String name, boolean tls) {
        // More than comes while they are away, for the last of them too.
        List<String> settings = List.of("--tidings.namespaces.bench.history.size=1000");
        try (ServerUnderTest server = new ServerUnderTest(options, name, tls, settings);
                StormRun run = new StormRun(options, server, tls)) {
            for (int jitter : options.jitters()) {
                report.add(run.measure(name + (jitter == 0 ? "" : " over " + jitter + " s"), jitter));
            }
        }
    }
}
