package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What an alert says to whom it wakes: how bad it is, what it is about, and where it is written what to do. */
class AlertRulesTests {

    private static final Path CASES = Path.of("src/test/resources/alerts/tests.yaml");

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws Exception {
        assertThat(Runbook.all().stream().map(Runbook::alert))
                .containsExactlyElementsOf(
                        AlertRule.all().stream().map(AlertRule::alert).toList());
    }

    @Test
    void everyAlertNamesItsRunbook() throws Exception {
        assertThat(AlertRule.all())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.annotations())
                        .containsEntry(
                                "runbook_url", Runbook.FILE + "#" + rule.alert().toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatItIsAbout() throws Exception {
        assertThat(AlertRule.all()).allSatisfy(rule -> {
            assertThat(rule.alert()).matches("Tidings[A-Z][A-Za-z]+");
            assertThat(rule.labels()).containsOnlyKeys("severity");
            assertThat(rule.labels().get("severity")).isIn("page", "ticket");
            assertThat(rule.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
            assertThat(rule.annotations().get("summary"))
                    .hasSizeLessThan(90)
                    .doesNotContain("{{")
                    .doesNotEndWith(".");
            assertThat(rule.annotations().get("description"))
                    .contains("{{ $labels.namespace }}/{{ $labels.job }}")
                    .endsWith(".");
        });
    }

    @Test
    void everyAlertHasACase() throws Exception {
        String cases = Files.readString(CASES);

        assertThat(AlertRule.all())
                .allSatisfy(rule -> assertThat(cases).contains("{alertname=\"" + rule.alert() + "\", job=\"ill\"}"));
    }
}
