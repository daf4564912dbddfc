package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Proves that what rules and panels ask Prometheus for is what {@code src/docs/metrics.md} says there is. */
class NamedMetersTests {

    /** A bucket, or a close code: documented as a range. */
    private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

    @Test
    void everyMeterThatARuleOrAPanelNamesIsDocumented() throws Exception {
        assertThat(own().map(Selector::metric).distinct())
                .hasSizeGreaterThan(50)
                .isSubsetOf(DocumentedMeters.read().rows().keySet());
    }

    /** A value that no meter has is no error to Prometheus: the alert would just never fire. */
    @Test
    void everyValueOfALabelThatARuleOrAPanelAsksForIsDocumented() throws Exception {
        Map<String, String> rows = DocumentedMeters.read().rows();

        assertThat(own())
                .allSatisfy(selector -> selector.values().forEach((label, values) -> {
                    String row = rows.get(selector.metric());
                    assertThat(values)
                            .filteredOn(value -> !NUMBER.matcher(value).matches())
                            .allSatisfy(value -> assertThat(row)
                                    .as("%s{%s=\"%s\"}", selector.metric(), label, value)
                                    .contains("`" + label + "`")
                                    .containsPattern("\\b" + value + "\\b"));
                }));
    }

    @Test
    void readsNamesAsPrometheusHasThem() {
        assertThat(DocumentedMeters.in("""
                        | Meter | Type | Tags | Meaning |
                        |---|---|---|---|
                        | `tidings.a.open` | gauge | | Open |
                        | `tidings.a.size` | gauge, bytes | | Size |
                        | `tidings.a.bytes` | counter, bytes | | Size of events |
                        | `tidings.a.b`, `tidings.a.c` | counter | `reason`: `x` | Events |
                        | `tidings.a.time` | timer | | Time |
                        | `tidings.a.age` | histogram | | Age |
                        | `tidings.a.wait` | timer, histogram | | Wait |
                        | `tidings.a.batches` | summary, bytes | | Batches |
                        """).rows())
                .containsOnlyKeys(
                        "tidings_a_open",
                        "tidings_a_size_bytes",
                        "tidings_a_bytes_total",
                        "tidings_a_b_total",
                        "tidings_a_c_total",
                        "tidings_a_time_seconds_count",
                        "tidings_a_time_seconds_sum",
                        "tidings_a_time_seconds_max",
                        "tidings_a_age_seconds_count",
                        "tidings_a_age_seconds_sum",
                        "tidings_a_age_seconds_bucket",
                        "tidings_a_wait_seconds_count",
                        "tidings_a_wait_seconds_sum",
                        "tidings_a_wait_seconds_max",
                        "tidings_a_wait_seconds_bucket",
                        "tidings_a_batches_bytes_count",
                        "tidings_a_batches_bytes_sum",
                        "tidings_a_batches_bytes_max");
    }

    private static Stream<Selector> own() throws IOException {
        List<String> expressions = Stream.concat(
                        AlertRule.all().stream().map(AlertRule::expr),
                        Panel.all().stream().flatMap(panel -> panel.expressions().stream()))
                .toList();
        return expressions.stream()
                .flatMap(expression -> Selector.in(expression).stream())
                .filter(selector -> selector.metric().startsWith("tidings_"));
    }
}
