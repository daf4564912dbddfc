package io.tidings.lab;

import static org.awaitility.Awaitility.await;

import io.tidings.TidingsApplication;
import io.tidings.testing.FreePorts;
import io.tidings.testing.Unlimited;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/** A node as a process of its own, as in production: nothing stands between it and its broker. */
final class MeasuredNode implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = FreePorts.next();

    private final String page;

    private final JavaProcess process;

    private MeasuredNode(Path folder, String name, String page, List<String> program) {
        this.page = page;
        List<String> all = new ArrayList<>(program);
        all.add("--server.port=" + port);
        all.add("--lab.port=" + port);
        this.process = JavaProcess.of(folder, name, Jvm.recorded(name), List.of(), all);
        process.start();
    }

    /** Starts a node. */
    static MeasuredNode start(Path folder, String name, List<String> settings) {
        List<String> program = new ArrayList<>(List.of(
                TidingsApplication.class.getName(),
                "--spring.main.sources=" + ParentWatch.class.getName(),
                "--tidings.admin.token=a-token-that-only-tests-know"));
        program.addAll(Unlimited.SETTINGS);
        program.addAll(settings);
        return new MeasuredNode(folder, name, "/actuator/prometheus", program);
    }

    /** Starts an {@link EdgelessNode}, which may do without ingest. */
    static MeasuredNode startEdgeless(Path folder, String name, boolean ingest, List<String> settings) {
        String features = Stream.of("log.Log", "relay.Relay", "replica.Replica", "ingest.Ingest")
                .limit(ingest ? 4 : 3)
                .map(feature -> ",io.tidings." + feature + "Configuration")
                .collect(Collectors.joining());
        List<String> program = new ArrayList<>(List.of(
                SpringApplication.class.getName(),
                "--spring.main.sources=" + ParentWatch.class.getName() + "," + EdgelessNode.class.getName() + features,
                "--spring.main.web-application-type=none",
                "--spring.main.keep-alive=true"));
        program.addAll(settings);
        return new MeasuredNode(folder, name, "/", program);
    }

    int port() {
        return port;
    }

    ProcessHandle handle() {
        return process.handle();
    }

    void awaitReady() {
        await("node, see " + process.output())
                .atMost(Duration.ofSeconds(90))
                .failFast("node ended, see " + process.output(), () -> !process.isAlive())
                .until(this::isReady);
    }

    /** The sum of the meters whose names, with tags, start so. */
    double meter(String start) {
        try {
            return get(page)
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.stop();
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get(page.equals("/") ? page : "/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false; // It does not listen yet.
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
