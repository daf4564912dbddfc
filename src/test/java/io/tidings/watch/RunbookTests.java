package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands in a runbook is there when somebody looks for it at night. */
class RunbookTests {

    private static final Pattern ALERT_LINK = Pattern.compile("\\[(Tidings\\w+)]\\(([^)]+)\\)");

    @Test
    void everyRunbookSaysWhatUsersSeeWhatToLookAtWhatToDoAndWhenItIsOver() throws Exception {
        Map<String, String> severities = AlertRule.all().stream()
                .collect(
                        Collectors.toMap(AlertRule::alert, rule -> rule.labels().get("severity")));

        assertThat(Runbook.all()).isNotEmpty().allSatisfy(runbook -> {
            assertThat(runbook.steps()).containsExactly("Users", "Look", "Do", "Over");
            assertThat(runbook.text().strip()).startsWith("`" + severities.get(runbook.alert()) + "`. ");
        });
    }

    @Test
    void everyMeterInARunbookIsDocumented() throws Exception {
        assertThat(all(Runbook::queries)
                        .flatMap(query -> Selector.in(query).stream())
                        .map(Selector::metric)
                        .filter(metric -> metric.startsWith("tidings_")))
                .hasSizeGreaterThan(50)
                .isSubsetOf(DocumentedMeters.read().rows().keySet());
    }

    @Test
    void everyLogLineInARunbookIsOneOfOurs() throws Exception {
        String sources = sources();

        assertThat(all(Runbook::logLines))
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(sources).contains('"' + line));
    }

    @Test
    void everyPropertyInARunbookIsDocumented() throws Exception {
        String configuration = Files.readString(Path.of("src/docs/configuration.md"));

        assertThat(all(Runbook::properties))
                .hasSizeGreaterThan(20)
                .allSatisfy(property -> assertThat(configuration).contains("`" + property + "`"));
    }

    @Test
    void everyPanelInARunbookIsOnTheDashboard() throws Exception {
        assertThat(all(Runbook::panels))
                .hasSizeGreaterThan(20)
                .isSubsetOf(Panel.all().stream().map(Panel::title).toList());
    }

    @Test
    void everyLinkThatNamesAnAlertLeadsToItsRunbook() throws Exception {
        List<MatchResult> links =
                ALERT_LINK.matcher(Files.readString(Runbook.FILE)).results().toList();

        assertThat(links)
                .hasSizeGreaterThan(15)
                .allSatisfy(link ->
                        assertThat(link.group(2)).isEqualTo("#" + link.group(1).toLowerCase(Locale.ROOT)));
        assertThat(links)
                .extracting(link -> link.group(1))
                .isSubsetOf(Runbook.all().stream().map(Runbook::alert).toList());
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
