package io.tidings.bench;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The load runs of {@code mvn -Pbench verify}; no test by its name, so that nothing else runs it. */
class LoadBenchmark {

    @Test
    void measures() throws IOException {
        BenchOptions options = new BenchOptions(System::getProperty);
        Files.createDirectories(options.folder());
        Cores.bindThisProcess(options.clientCores());
        BenchReport report = new BenchReport(options.folder().resolve("load.json"));
        Scenarios scenarios = new Scenarios(options, report);
        options.only().stream().filter(name -> !name.equals(BenchOptions.JMH)).forEach(scenarios::run);
        System.out.println(report.tables());
    }
}
