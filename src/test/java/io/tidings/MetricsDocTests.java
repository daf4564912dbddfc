package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricsDocTests {

    private static final String TABLE = """
            `tidings.no.row` is none:

            | Meter | Type | Tags | Meaning |
            |---|---|---|---|
            | `tidings.a.open` | gauge | | What is open |
            | `tidings.a.one`, `tidings.a.other` | counter, bytes | `code`: `9` to `11`, `other`; `way`: `in` (over `a`), `out` | Both |
            | `tidings.a.age` | histogram | | How old |
            """;

    @Test
    void readsRowsOfTables() {
        assertThat(MetricsDoc.parse(TABLE).rows())
                .extracting(MetricsDoc.Row::name)
                .containsExactly("tidings.a.open", "tidings.a.one", "tidings.a.other", "tidings.a.age");
        assertThat(MetricsDoc.parse(TABLE).byName().get("tidings.a.open"))
                .isEqualTo(new MetricsDoc.Row("tidings.a.open", Meter.Type.GAUGE, false, null, Map.of()));
        assertThat(MetricsDoc.parse(TABLE).byName().get("tidings.a.age"))
                .isEqualTo(new MetricsDoc.Row("tidings.a.age", Meter.Type.TIMER, true, "seconds", Map.of()));
    }

    @Test
    void readsTagsAndTheirValuesWithoutWhatIsSaidOfThem() {
        assertThat(MetricsDoc.parse(TABLE).byName().get("tidings.a.other"))
                .isEqualTo(new MetricsDoc.Row(
                        "tidings.a.other",
                        Meter.Type.COUNTER,
                        false,
                        "bytes",
                        Map.of("code", sorted("9", "10", "11", "other"), "way", sorted("in", "out"))));
    }

    @Test
    void refusesANameTwiceAndATypeThatIsNone() {
        MetricsDoc twice = MetricsDoc.parse(TABLE + "| `tidings.a.open` | gauge | | Again |\n");

        assertThatIllegalArgumentException()
                .isThrownBy(twice::byName)
                .withMessage("row: 'tidings.a.open' twice (expected: once)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricsDoc.parse("| `tidings.a.b` | thing | | No type |\n"))
                .withMessageStartingWith("type: 'thing'");
    }

    private static Set<String> sorted(String... values) {
        return new TreeSet<>(List.of(values));
    }
}
