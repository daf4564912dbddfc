package io.tidings.lab;

import static org.awaitility.Awaitility.await;

import io.tidings.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** ActiveMQ Artemis, as a process of its own. */
final class ArtemisLabBroker implements LabBroker {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final int port = FreePorts.next();

    private final JavaProcess process;

    ArtemisLabBroker(Path folder) {
        this(folder, Jvm.SMALL);
    }

    ArtemisLabBroker(Path folder, Jvm jvm) {
        process = JavaProcess.of(
                folder,
                "artemis",
                jvm,
                List.of(),
                List.of(
                        SpringApplication.class.getName(),
                        "--spring.main.sources=" + ParentWatch.class.getName() + "," + ArtemisServer.class.getName(),
                        "--spring.main.web-application-type=none",
                        "--spring.main.keep-alive=true",
                        "--lab.port=" + port));
        start();
    }

    @Override
    public String name() {
        return "ActiveMQ Artemis";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ProcessHandle handle() {
        return process.handle();
    }

    @Override
    public List<String> settings() {
        return List.of();
    }

    @Override
    public void start() {
        process.start();
        await("Artemis, see " + process.output())
                .atMost(START_TIMEOUT)
                .failFast("Artemis ended, see " + process.output(), () -> !process.isAlive())
                .until(this::isListening);
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
