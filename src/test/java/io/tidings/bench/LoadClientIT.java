package io.tidings.bench;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The load client against the service as it ships, for a moment: that it finds what it would be wrong not to find. */
class LoadClientIT {

    @TempDir
    private Path folder;

    @Test
    void countsEveryDeliveryAtSaturation() throws IOException {
        JsonNode result = run("S1");
        assertThat(result.get("deliveries_per_s").asDouble()).isGreaterThan(1_000);
        assertThat(result.get("cpu_s_per_m").asDouble()).isPositive();
        assertThat(result.get("p50_ms").asDouble()).isPositive();
        assertSound(result);
    }

    @Test
    void paysForEncryptionToo() throws IOException {
        JsonNode result = run("S3-tls");
        assertThat(result.get("deliveries_per_s").asDouble()).isGreaterThan(100);
        assertSound(result);
    }

    @Test
    void missesNothingInAStorm() throws IOException {
        JsonNode result = run("storm");
        assertThat(result.get("clients").asInt()).isEqualTo(300);
        assertThat(result.get("owed").asInt()).isPositive();
        assertThat(result.get("gaps").asInt()).isZero();
        assertThat(result.get("after_p50_ms").asDouble()).isPositive();
        assertSound(result);
    }

    @Test
    void seesByPollingWhatIsPushedOnlyLater() throws IOException {
        scenarios().run("polling");
        JsonNode pushed = line(0);
        JsonNode polled = line(1);
        assertThat(pushed.get("requests_per_s").asInt()).isZero();
        assertThat(polled.get("requests_per_s").asDouble()).isPositive();
        assertThat(pushed.get("closed").asInt() + polled.get("closed").asInt()).isZero();
        assertThat(pushed.get("updates_seen_per_s").asDouble()).isPositive();
        assertThat(polled.get("bytes_to_server_per_s").asDouble()).isPositive();
        assertThat(polled.get("mean_ms").asDouble())
                .isGreaterThan(pushed.get("mean_ms").asDouble());
    }

    private JsonNode run(String scenario) throws IOException {
        scenarios().run(scenario);
        return line(0);
    }

    private Scenarios scenarios() {
        Map<String, String> settings = Map.ofEntries(
                entry("bench.folder", folder.toString()),
                entry("bench.seconds", "1"),
                entry("bench.warm", "1"),
                entry("bench.subscribers", "20"),
                entry("bench.clients", "10"),
                entry("bench.intervals", "1"),
                entry("bench.idle", "300"),
                entry("bench.jitters", "1"),
                entry("bench.server.cores", ""),
                entry("bench.jvm", "-Xmx256m"));
        return new Scenarios(new BenchOptions(settings::get), new BenchReport(folder.resolve("load.json")));
    }

    private JsonNode line(int index) throws IOException {
        return new JsonMapper()
                .readTree(Files.readAllLines(folder.resolve("load.json")).get(index));
    }

    private static void assertSound(JsonNode result) {
        assertThat(result.get("lost").asInt()).isZero();
        assertThat(result.get("doubled").asInt()).isZero();
        assertThat(result.get("late").asInt()).isZero();
        assertThat(result.get("closed").asInt()).isZero();
    }
}
