package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.TidingsApplication;
import io.tidings.testing.FreePorts;
import io.tidings.testing.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a node that was killed takes from the start of its process until it is ready, with a million updates in its
 * namespace's window. Not part of the build: it says something on a machine that does nothing else only.
 *
 * <p>{@code mvn verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ReadyTimeMeasurement}
 */
class ReadyTimeMeasurement {

    private static final Logger logger = LoggerFactory.getLogger(ReadyTimeMeasurement.class);

    private static final int UPDATES = Integer.getInteger("tidings.measure.updates", 1_000_000);

    private static final int TOPICS = 1_000;

    private static final int BODY_BYTES = 100;

    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KafkaBroker kafka = new KafkaBroker();

    private final int port = FreePorts.next();

    @TempDir
    private Path folder;

    @Test
    void aNodeThatWasKilledIsReadyAgainSoon() throws Exception {
        try (kafka) {
            Process first = launch();
            Duration empty = awaitReady(first, System.nanoTime());
            first.destroyForcibly().waitFor();
            produce();

            Process second = launch();
            Duration full = awaitReady(second, System.nanoTime());
            String known = get("/actuator/prometheus")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("tidings_replica_updates_total"))
                    .findFirst()
                    .orElse("");
            Duration cpu = second.info().totalCpuDuration().orElse(Duration.ZERO);
            second.destroyForcibly().waitFor();

            logger.atInfo()
                    .addKeyValue("updates", UPDATES)
                    .addKeyValue("empty", empty.toMillis() + " ms")
                    .addKeyValue("full", full.toMillis() + " ms")
                    .addKeyValue("cpu", cpu.toMillis() + " ms")
                    .addKeyValue("metric", known)
                    .log("Time from the start of the process until ready");
            assertThat(Double.parseDouble(known.substring(known.lastIndexOf(' ') + 1)))
                    .isGreaterThanOrEqualTo(UPDATES);
            assertThat(full).isLessThan(AT_MOST);
        }
    }

    private Process launch() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-Xmx1g",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TidingsApplication.class.getName(),
                "--server.port=" + port,
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--tidings.admin.token=a-token-that-only-tests-know",
                "--tidings.namespaces.scores.history.window=1h");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "node", ".log").toFile())
                .start();
    }

    private void produce() {
        Map<String, Object> settings = Map.of("linger.ms", 5, "batch.size", 256 * 1024, "buffer.memory", 64L << 20);
        byte[] body = new byte[BODY_BYTES];
        Random random = new Random(1);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(settings)) {
            for (int i = 0; i < UPDATES; i++) {
                random.nextBytes(body);
                byte[] key = ("game" + i % TOPICS).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>("scores", key, body.clone()));
            }
        }
    }

    private Duration awaitReady(Process node, long started) {
        while (!isReady()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - started);
            assertThat(node.isAlive()).isTrue();
            assertThat(waited).isLessThan(PATIENCE);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private boolean isReady() {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false; // It does not listen yet.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
