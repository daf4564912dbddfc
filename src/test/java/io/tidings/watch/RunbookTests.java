package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands in a runbook is there when somebody looks for it at night. */
class RunbookTests {

    @Test
    void everyRunbookSaysWhatUsersSeeWhatToLookAtWhatToDoAndWhenItIsOver() throws Exception {
        assertThat(Runbook.all()).isNotEmpty().allSatisfy(runbook -> {
            assertThat(runbook.steps()).containsExactly("Users", "Look", "Do", "Over");
            assertThat(runbook.text().strip()).startsWith("`" + severity(runbook.alert()) + "`. ");
        });
    }

    @Test
    void everyLogLineInARunbookIsOneOfOurs() throws Exception {
        String sources = sources();

        assertThat(all(Runbook::logLines))
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(sources).contains('"' + line));
    }

    @Test
    void everyPanelInARunbookIsOnTheDashboard() throws Exception {
        assertThat(all(Runbook::panels))
                .hasSizeGreaterThan(20)
                .isSubsetOf(Panel.all().stream().map(Panel::title).toList());
    }

    private static String severity(String alert) {
        try {
            return AlertRule.all().stream()
                    .filter(rule -> rule.alert().equals(alert))
                    .map(rule -> rule.labels().get("severity"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> all(Function<Runbook, Stream<String>> what) throws IOException {
        return Runbook.all().stream().flatMap(what);
    }

    /** A message that is broken over two lines is one. */
    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            return java.stream()
                    .map(RunbookTests::read)
                    .collect(Collectors.joining())
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
