package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Prometheus' own tool takes the rules, finds that they fire when they are to, and can read what the panels ask. */
class PromtoolIT {

    @Test
    void takesTheRules() throws Exception {
        assertWell(Promtool.run("", "check", "rules", "--lint-fatal", AlertRule.FILE.toString()));
    }

    @Test
    void findsThatEachAlertFiresWhenItIsToAndOnlyThen() throws Exception {
        assertWell(Promtool.run("", "test", "rules", "src/test/resources/alerts/tests.yaml"));
    }

    @Test
    void readsWhatPanelsAndRunbooksAsk(@TempDir Path folder) throws Exception {
        List<String> asked = Stream.concat(
                        Panel.all().stream().flatMap(panel -> panel.expressions().stream()),
                        Runbook.all().stream().flatMap(Runbook::queries))
                .distinct()
                .toList();
        Path rules = folder.resolve("asked.yaml");
        Files.writeString(
                rules, new Yaml().dump(Map.of("groups", List.of(Map.of("name", "asked", "rules", records(asked))))));

        assertWell(Promtool.run("", "check", "rules", rules.toString()));
        assertThat(asked).hasSizeGreaterThan(150);
    }

    private static List<Map<String, String>> records(List<String> expressions) {
        return IntStream.range(0, expressions.size())
                .mapToObj(i -> Map.of("record", "asked:" + i, "expr", expressions.get(i)))
                .toList();
    }

    private static void assertWell(Promtool.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.text()).isZero();
    }
}
