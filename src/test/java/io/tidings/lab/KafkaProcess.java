package io.tidings.lab;

import static org.awaitility.Awaitility.await;

import io.tidings.testing.FreePorts;
import io.tidings.testing.QuietLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.SpringApplication;

/** A real Kafka as a process of its own, that keeps its ports and its data when it is ended and started again. */
final class KafkaProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    static {
        QuietLogs.of("org.apache.kafka");
    }

    private final int port = FreePorts.next();

    private final JavaProcess process;

    private KafkaProcess(Path folder, Jvm jvm) {
        this.process = JavaProcess.of(
                folder,
                "kafka",
                jvm,
                List.of(),
                List.of(
                        SpringApplication.class.getName(),
                        "--spring.main.sources=" + ParentWatch.class.getName() + "," + KafkaServer.class.getName(),
                        "--spring.main.web-application-type=none",
                        "--spring.main.keep-alive=true",
                        "--lab.folder=" + folder.resolve("kafka-data").toAbsolutePath(),
                        "--lab.port=" + port,
                        "--lab.controller-port=" + FreePorts.next()));
    }

    /** Starts one with its data in this folder. */
    static KafkaProcess start(Path folder) {
        return start(folder, Jvm.SMALL);
    }

    /** Starts one with its data in this folder. */
    static KafkaProcess start(Path folder, Jvm jvm) {
        KafkaProcess kafka = new KafkaProcess(folder, jvm);
        kafka.start();
        return kafka;
    }

    /** Starts it, again after it was ended, and waits until it answers. */
    void start() {
        process.start();
        await("Kafka, see " + process.output())
                .atMost(START_TIMEOUT)
                .failFast("Kafka ended, see " + process.output(), () -> !process.isAlive())
                .until(this::answers);
    }

    /** Ends it as an operator would. */
    void stop() {
        process.stop();
    }

    /** Ends it as a crash would. */
    void kill() {
        process.kill();
    }

    /** The process that runs now. */
    ProcessHandle handle() {
        return process.handle();
    }

    /** Where clients connect. */
    String bootstrapServers() {
        return "localhost:" + port;
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean answers() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers(),
                "request.timeout.ms", 1_000,
                "default.api.timeout.ms", 2_000,
                "reconnect.backoff.max.ms", 200);
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        }
    }
}
