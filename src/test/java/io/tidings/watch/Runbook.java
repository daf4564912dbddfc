package io.tidings.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code src/docs/operations.md} says to do about an alert. */
record Runbook(String alert, String text) {

    /** Where they are. */
    static final Path FILE = Path.of("src/docs/operations.md");

    private static final Pattern SECTION = Pattern.compile("(?ms)^## Alerts$(.*?)^## ");

    private static final Pattern RUNBOOK = Pattern.compile("(?ms)^### (\\S+)$(.*?)(?=^### |\\z)");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final Pattern STEP = Pattern.compile("(?m)^\\*\\*(\\w+)\\*\\*");

    private static final Pattern EMPHASIS = Pattern.compile("(?<!\\*)\\*([A-Z][^*]+)\\*(?!\\*)");

    static List<Runbook> all() throws IOException {
        String section = SECTION.matcher(Files.readString(FILE))
                .results()
                .map(result -> result.group(1))
                .findFirst()
                .orElseThrow();
        return RUNBOOK.matcher(section)
                .results()
                .map(result -> new Runbook(result.group(1), result.group(2)))
                .toList();
    }

    /** What its paragraphs are about, in order. */
    Stream<String> steps() {
        return found(STEP);
    }

    /** What is to be typed or read as it stands: queries, commands, log lines, keys. */
    Stream<String> codes() {
        return found(CODE);
    }

    Stream<String> queries() {
        return codes().filter(code -> code.contains("tidings_") || code.contains("jvm_"));
    }

    /** Log lines begin as sentences do. */
    Stream<String> logLines() {
        return codes().filter(code -> code.matches("[A-Z][a-z']* .*"));
    }

    Stream<String> properties() {
        return codes().filter(code -> code.matches("tidings\\.[\\w.-]+"));
    }

    /** The panels that are to be looked at. */
    Stream<String> panels() {
        return found(EMPHASIS);
    }

    private Stream<String> found(Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1).replaceAll("\\s+", " "));
    }
}
