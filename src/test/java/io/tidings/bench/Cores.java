package io.tidings.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Binds processes to cores by {@code taskset}, where it is installed and there is more than one core. */
final class Cores {

    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private Cores() {}

    /** What goes before a command; nothing where it may run anywhere. */
    static List<String> pinned(String cores) {
        return isBindable(cores) ? List.of(TASKSET.toString(), "-c", cores) : List.of();
    }

    /** Binds this process, threads that it will have included. */
    static void bindThisProcess(String cores) {
        if (!isBindable(cores)) {
            return;
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder(TASKSET.toString(), "-a", "-p", "-c", cores, pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isBindable(String cores) {
        return !cores.isEmpty()
                && Files.isExecutable(TASKSET)
                && Runtime.getRuntime().availableProcessors() > 1;
    }
}
