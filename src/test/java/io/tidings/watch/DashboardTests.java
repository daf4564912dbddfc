package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The shape of the dashboard, which Grafana takes as it is given and does not complain about. */
class DashboardTests {

    private static final int COLUMNS = 24;

    @Test
    void isAlwaysTheSameDashboard() throws Exception {
        JsonNode dashboard = Panel.dashboard();

        assertThat(dashboard.path("uid").asString()).isEqualTo("tidings");
        assertThat(dashboard.path("title").asString()).isEqualTo("Tidings");
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.has("id")).as("a number that one Grafana gave").isFalse();
    }

    @Test
    void letsOneChooseWhereFromAndOfWhat() throws Exception {
        List<JsonNode> variables = StreamSupport.stream(
                        Panel.dashboard().path("templating").path("list").spliterator(), false)
                .toList();

        assertThat(variables)
                .extracting(variable -> variable.path("name").asString())
                .containsExactly("datasource", "namespace", "job", "instance");
        assertThat(variables.get(0).path("type").asString()).isEqualTo("datasource");
        assertThat(variables.subList(1, 4)).allSatisfy(variable -> {
            assertThat(variable.path("allValue").asString()).isEqualTo(".*");
            assertThat(variable.path("includeAll").asBoolean()).isTrue();
        });
    }

    @Test
    void everyPanelHasAnIdOfItsOwn() throws Exception {
        assertThat(Panel.all()).extracting(Panel::id).doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @Test
    void noPanelLiesOverAnotherOrLeavesTheGrid() throws Exception {
        List<Panel> panels = Panel.all();

        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.grid("x")).isNotNegative();
            assertThat(panel.grid("x") + panel.grid("w")).isLessThanOrEqualTo(COLUMNS);
            assertThat(panel.grid("h")).isPositive();
            assertThat(panels).filteredOn(other -> other != panel).noneMatch(panel::overlaps);
        });
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() throws Exception {
        assertThat(Panel.all())
                .filteredOn(panel -> !panel.isRow())
                .hasSizeGreaterThan(40)
                .allSatisfy(panel -> {
                    assertThat(panel.title()).isNotBlank();
                    assertThat(panel.json().path("description").asString("")).endsWith(".");
                    assertThat(panel.json()
                                    .path("fieldConfig")
                                    .path("defaults")
                                    .path("unit")
                                    .asString(""))
                            .isIn("short", "s", "bytes", "Bps", "cps", "percentunit");
                });
    }

    @Test
    void everyPanelAsksTheChosenSourceForTheChosenNodes() throws Exception {
        assertThat(Panel.all()).filteredOn(panel -> !panel.isRow()).allSatisfy(panel -> {
            assertThat(panel.json().path("datasource").path("uid").asString("")).isEqualTo("${datasource}");
            assertThat(panel.targets())
                    .isNotEmpty()
                    .extracting(target -> target.path("refId").asString(""))
                    .doesNotHaveDuplicates();
            assertThat(panel.targets())
                    .allSatisfy(target -> assertThat(target.path("expr").asString(""))
                            .contains("namespace=~\"$namespace\", job=~\"$job\""));
        });
    }

    @Test
    void nobodyNeedsToKnowWhereAPanelIsWhenARowIsFolded() throws Exception {
        assertThat(Panel.all())
                .filteredOn(Panel::isRow)
                .hasSizeGreaterThan(5)
                .allSatisfy(row -> assertThat(row.json().path("panels").isEmpty())
                        .isEqualTo(!row.json().path("collapsed").asBoolean()));
    }
}
