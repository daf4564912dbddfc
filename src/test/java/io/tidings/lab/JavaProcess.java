package io.tidings.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Java program of the test class path as a process of its own, which can be ended as an operator or as a crash would, and
 * started again. It never outlives the test: see {@link ParentWatch}.
 */
final class JavaProcess implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "lab-processes-end"));
    }

    private final Path output;

    private final Path arguments;

    private volatile @Nullable Process process;

    private JavaProcess(Path output, Path arguments) {
        this.output = output;
        this.arguments = arguments;
    }

    /**
     * Prepares a process.
     *
     * @param folder where its output goes
     * @param name what it is called there
     * @param jvm how its virtual machine is set up
     * @param classPath what goes before the test class path
     * @param program the main class and its arguments
     */
    static JavaProcess of(Path folder, String name, Jvm jvm, List<Path> classPath, List<String> program) {
        List<String> all = new ArrayList<>(jvm.options());
        all.addAll(List.of("-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-cp"));
        StringBuilder path = new StringBuilder();
        classPath.forEach(entry -> path.append(entry.toAbsolutePath()).append(':'));
        all.add(path.append(System.getProperty("java.class.path")).toString());
        all.addAll(program);
        try {
            Files.createDirectories(folder);
            Path arguments = folder.resolve(name + ".arguments");
            Files.write(arguments, all.stream().map(JavaProcess::quoted).toList());
            return new JavaProcess(folder.resolve(name + ".log"), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it; what it says is added to what it said before. */
    void start() {
        Process running = process;
        if (running != null && running.isAlive()) {
            throw new IllegalStateException(output + ": runs already (expected: ended)");
        }
        try {
            Process started = new ProcessBuilder(java(), "@" + arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            RUNNING.add(started);
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an operator would, by SIGTERM. */
    void stop() {
        end(Process::destroy);
    }

    /** Ends it as a crash would, by SIGKILL. */
    void kill() {
        end(Process::destroyForcibly);
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** The process that runs now. */
    ProcessHandle handle() {
        return Objects.requireNonNull(process, "runs").toHandle();
    }

    /** Where its output is. */
    Path output() {
        return output;
    }

    @Override
    public void close() {
        kill();
    }

    private void end(Consumer<Process> signal) {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        signal.accept(running);
        try {
            if (!running.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
            RUNNING.remove(running);
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
