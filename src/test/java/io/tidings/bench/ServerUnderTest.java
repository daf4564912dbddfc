package io.tidings.bench;

import io.tidings.testing.FreePorts;
import io.tidings.testing.Unlimited;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The service as it ships, on memory, as a process of its own that may be bound to certain cores. */
final class ServerUnderTest implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final int port = FreePorts.next();

    private final Process process;

    private final Path output;

    /**
     * Starts one and waits until it takes clients.
     *
     * @param name what its log is called
     * @param arguments settings besides those that every run has
     */
    ServerUnderTest(BenchOptions options, String name, boolean tls, List<String> arguments) {
        this.output = options.folder().resolve(name + ".log");
        List<String> command = new ArrayList<>(Cores.pinned(options.serverCores()));
        command.add(options.java());
        command.addAll(options.jvmArguments());
        command.addAll(List.of(
                "-XX:ActiveProcessorCount=" + options.loops(),
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                options.jar().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--tidings.namespaces.bench.publish=anyone",
                "--tidings.namespaces.bench.retain=false",
                "--tidings.namespaces.board.publish=anyone"));
        command.addAll(Unlimited.SETTINGS);
        if (tls) {
            command.addAll(Certificate.settings(options.folder()));
        }
        command.addAll(arguments);
        command.addAll(options.serverArguments());
        this.process = start(command);
        awaitPort();
    }

    int port() {
        return port;
    }

    /** The processor time that it has used. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** Its resident memory; -1 where the system does not say. */
    double residentMegabytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc/" + process.pid() + "/statm"))
                    .split(" ");
            return Long.parseLong(pages[1]) * 4096 / 1e6;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Has it collect its garbage, so that memory is what it needs. */
    void collectGarbage(BenchOptions options) {
        try {
            String jcmd = Path.of(options.java()).resolveSibling("jcmd").toString();
            new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process start(List<String> command) {
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "bench-server-end"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("server: does not run, see " + output);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
