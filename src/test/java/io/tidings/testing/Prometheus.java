package io.tidings.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus of the test's own that scrapes a node every second: its files in a temporary folder, its port a free one,
 * its process ended by its id. Needs Prometheus as Debian packages it.
 */
public final class Prometheus implements AutoCloseable {

    private static final Path EXECUTABLE = Path.of("/usr/bin/prometheus");

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final int STOP_SECONDS = 10;

    private final HttpClient http = HttpClient.newHttpClient();

    private final String base;

    private final Path folder;

    private final Process process;

    private Prometheus(Path folder, int target, String rules) throws IOException {
        int port = FreePorts.next();
        this.folder = folder;
        this.base = "http://127.0.0.1:" + port;
        Files.writeString(folder.resolve("rules.yml"), rules);
        Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                  evaluation_interval: 500ms
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: tidings
                    metrics_path: /actuator/prometheus
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                """.formatted(target));
        process = new ProcessBuilder(
                        EXECUTABLE.toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    /** Starts one that scrapes the node at a port; skips the test where Prometheus is not installed. */
    public static Prometheus scraping(int port) {
        return scraping(port, "groups: []");
    }

    /** The same, with rules: the text of a rules file. */
    public static Prometheus scraping(int port, String rules) {
        Required.orSkip("prometheus", Files.isExecutable(EXECUTABLE), "no " + EXECUTABLE);
        try {
            Prometheus prometheus = new Prometheus(Files.createTempDirectory("tidings-prometheus-"), port, rules);
            try {
                prometheus.awaitStart();
            } catch (RuntimeException e) {
                prometheus.close();
                throw e;
            }
            return prometheus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an expression of PromQL amounts to now, its first series if there are more; NaN where there is none. */
    public double value(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        JsonNode series = answer.get("data").get("result");
        return series.isEmpty()
                ? Double.NaN
                : Double.parseDouble(series.get(0).get("value").get(1).asString());
    }

    /** The names of all metrics that it has seen. */
    public List<String> names() {
        return get("/api/v1/label/__name__/values")
                .get("data")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            FileSystemUtils.deleteRecursively(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitStart() {
        Awaitility.await("Prometheus, see " + folder)
                .atMost(START_TIMEOUT)
                .failFast("Prometheus ended, see " + folder, () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> value("up") == 1);
    }

    private JsonNode get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + path)).build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + response.body());
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
