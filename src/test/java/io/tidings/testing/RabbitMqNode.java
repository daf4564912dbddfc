package io.tidings.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A RabbitMQ node of the test's own: its files in a temporary folder, its ports free ones that outlive a stop, its
 * processes ended by their ids. Needs RabbitMQ with the STOMP plugin as Debian packages it.
 */
public final class RabbitMqNode implements AutoCloseable {

    /** The login of STOMP clients. */
    public static final String LOGIN = "tidings";

    /** The passcode of STOMP clients. */
    public static final String PASSCODE = "for-tests-only";

    private static final Path HOME = Path.of("/usr/lib/rabbitmq");

    private static final Path SERVER = HOME.resolve("bin/rabbitmq-server");

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Path folder;

    private final int stompPort = FreePorts.next();

    private final int amqpPort = FreePorts.next();

    private final int distributionPort = FreePorts.next();

    private final int epmdPort = FreePorts.next();

    private final Process epmd;

    private @Nullable Process server;

    private RabbitMqNode(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("plugins"), "[rabbitmq_stomp].\n");
        Files.writeString(folder.resolve("rabbitmq.conf"), configuration());
        // The Erlang port mapper would stay behind as a daemon if the server started it.
        this.epmd = process(List.of("epmd", "-address", "127.0.0.1", "-port", String.valueOf(epmdPort)));
    }

    /** Skips the test where RabbitMQ is not installed. */
    public static void require() {
        Required.orSkip("rabbitmq", isInstalled(), "no " + SERVER);
    }

    /** Whether this machine has it. */
    public static boolean isInstalled() {
        return Files.isExecutable(SERVER);
    }

    /** Starts a node; skips the test where RabbitMQ is not installed. */
    public static RabbitMqNode create() {
        require();
        try {
            RabbitMqNode node = new RabbitMqNode(Files.createTempDirectory("tidings-rabbitmq-"));
            try {
                node.start();
            } catch (RuntimeException e) {
                node.close();
                throw e;
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where STOMP clients connect: {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + stompPort;
    }

    /** The port for STOMP. */
    public int port() {
        return stompPort;
    }

    /** The process that runs now. */
    public ProcessHandle handle() {
        return Objects.requireNonNull(server, "runs").toHandle();
    }

    /** Starts the node, again after a {@link #stop()}, and waits until it takes STOMP connections. */
    public void start() {
        if (server != null) {
            throw new IllegalStateException("RabbitMQ node: started already (expected: stopped)");
        }
        Process started = process(List.of(SERVER.toString()));
        server = started;
        Awaitility.await("RabbitMQ node, see " + folder)
                .atMost(START_TIMEOUT)
                .failFast("RabbitMQ node ended:\n" + folder.resolve("output"), () -> !started.isAlive())
                .until(this::isListening);
    }

    /** Stops the node as an operator would; clients see their connections close. */
    public void stop() {
        end(Process::destroy);
    }

    /** Ends the node as a crash would. */
    public void kill() {
        end(Process::destroyForcibly);
    }

    /** How many TCP connections the node holds on its STOMP port. */
    public int connections() {
        return TcpConnections.established(stompPort);
    }

    /** What {@code rabbitmqctl} answers; takes a second or two. */
    public String control(String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(HOME.resolve("bin/rabbitmqctl").toString(), "-q"), Stream.of(arguments))
                .toList();
        try {
            Process control = builder(command).redirectErrorStream(true).start();
            String output = new String(control.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            await(control);
            if (control.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the node and removes what it left. */
    @Override
    public void close() {
        kill();
        await(epmd.destroyForcibly());
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration() {
        return """
                listeners.tcp.1 = 127.0.0.1:%d
                stomp.listeners.tcp.1 = 127.0.0.1:%d
                default_user = %s
                default_pass = %s
                log.file.level = info
                disk_free_limit.absolute = 1MB
                """.formatted(amqpPort, stompPort, LOGIN, PASSCODE);
    }

    private void end(Consumer<Process> signal) {
        Process running = server;
        server = null;
        if (running != null) {
            signal.accept(running);
            await(running);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stompPort)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Process process(List<String> command) {
        File output = folder.resolve("output").toFile();
        try {
            return builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment());
        return builder;
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("RABBITMQ_HOME", HOME.toString()),
                Map.entry("RABBITMQ_NODENAME", "tidings" + amqpPort + "@localhost"),
                Map.entry("RABBITMQ_NODE_PORT", String.valueOf(amqpPort)),
                Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distributionPort)),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("plugins").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", String.valueOf(epmdPort)),
                // The script then becomes the server, so that its process is the one to stop.
                Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
    }
}
