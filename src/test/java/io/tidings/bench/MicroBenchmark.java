package io.tidings.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The parts of the fan-out by themselves, by JMH, in {@code mvn -Pbench verify}; no test by its name. */
class MicroBenchmark {

    private static final int ITERATIONS = 3;

    @Test
    void measures() throws Exception {
        BenchOptions options = new BenchOptions(System::getProperty);
        if (!options.only().contains(BenchOptions.JMH)) {
            return;
        }
        Files.createDirectories(options.folder());
        OptionsBuilder jmh = new OptionsBuilder();
        jmh.include("io\\.tidings\\..*Benchmark")
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(options.seconds() * 1_000L / ITERATIONS))
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(options.folder().resolve("jmh.json").toString());
        assertThat(new Runner(jmh.build()).run()).isNotEmpty();
    }
}
