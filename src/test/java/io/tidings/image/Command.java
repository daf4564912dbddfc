package io.tidings.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program and its arguments.
 *
 * @param environment what its environment has besides the test's
 */
record Command(List<String> words, Map<String, String> environment) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How it ended, and what it said. */
    record Outcome(int code, String text) {}

    static Command of(List<String> words) {
        return new Command(words, Map.of());
    }

    /** Starts it, with all that it says in a file. */
    Process start(Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its end, which must come in time. */
    Outcome run() throws IOException, InterruptedException {
        Path output = Files.createTempFile("tidings-command", ".txt");
        Process process = start(output);
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Outcome(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** What it said, provided that it ended well. */
    String text() throws IOException, InterruptedException {
        Outcome outcome = run();
        if (outcome.code() != 0) {
            throw new AssertionError(words + ": " + outcome.code() + " (expected: 0): " + outcome.text());
        }
        return outcome.text();
    }
}
