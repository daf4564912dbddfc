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

/**
 * A node of the service as a process of its own, whose link to the broker goes through a fault proxy and whose clock may
 * step. It keeps its port when it is ended and started again.
 */
final class NodeProcess implements AutoCloseable {

    /** Lets a test publish over REST. */
    static final String TOKEN = "a-token-that-only-tests-know";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = FreePorts.next();

    private final FaultProxy link;

    private final Path clock;

    private final JavaProcess process;

    private NodeProcess(Path folder, String name, List<Path> classPath, FaultProxy link, List<String> settings) {
        this.link = link;
        this.clock = folder.resolve(name + ".clock");
        List<String> program = new ArrayList<>(List.of(
                TidingsApplication.class.getName(),
                "--spring.main.sources=" + ParentWatch.class.getName() + "," + NodeClock.class.getName(),
                "--server.port=" + port,
                "--lab.clock=" + clock.toAbsolutePath(),
                "--tidings.admin.token=" + TOKEN,
                "--tidings.cluster.node-name=" + name,
                "--tidings.relay.addresses=127.0.0.1:" + link.port()));
        program.addAll(Unlimited.SETTINGS);
        program.addAll(settings);
        this.process = JavaProcess.of(folder, name, Jvm.SMALL, classPath, program);
        NodeClock.step(clock, 0);
    }

    /**
     * Starts a node, without waiting until it is ready.
     *
     * @param classPath what goes before the classes of the service
     */
    static NodeProcess start(Path folder, String name, List<Path> classPath, int brokerPort, List<String> settings) {
        NodeProcess node = new NodeProcess(folder, name, classPath, FaultProxy.to(brokerPort), settings);
        node.start();
        return node;
    }

    int port() {
        return port;
    }

    /** What its link to the broker goes through. */
    FaultProxy link() {
        return link;
    }

    void start() {
        process.start();
    }

    /** Waits until it takes clients. */
    void awaitReady() {
        await("node, see " + process.output())
                .atMost(START_TIMEOUT)
                .failFast("node ended, see " + process.output(), () -> !process.isAlive())
                .until(this::isReady);
    }

    /** Whether it takes clients. */
    boolean isReady() {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What Prometheus would read of one of its meters without tags. */
    double meter(String name) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name + ' '))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Ends it as an operator would. */
    void stop() {
        process.stop();
    }

    /** Ends it as a crash would. */
    void kill() {
        process.kill();
    }

    /** Has its clock be wrong by this much. */
    void stepClock(Duration step) {
        NodeClock.step(clock, step.toMillis());
    }

    @Override
    public void close() {
        process.close();
        link.close();
    }
}
