package io.tidings.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own checks: of metrics, of rules, and tests of rules. */
public final class Promtool {

    private static final Path EXECUTABLE = Path.of("/usr/bin/promtool");

    private Promtool() {}

    /** What came of a check: 0 where nothing is wrong, and what it said. */
    public record Outcome(int code, String text) {}

    /**
     * Runs it; skips the test where Prometheus is not installed.
     *
     * @param input what it reads, where it reads anything
     */
    public static Outcome run(String input, String... arguments) {
        Required.orSkip("prometheus", Files.isExecutable(EXECUTABLE), "no " + EXECUTABLE);
        List<String> command = Stream.concat(Stream.of(EXECUTABLE.toString()), Stream.of(arguments))
                .toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
