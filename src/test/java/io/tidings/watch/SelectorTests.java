package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read of an expression. */
class SelectorTests {

    @Test
    void readsMetricsAndTheValuesOfTheirOwnLabels() {
        assertThat(Selector.in("""
                        sum by (job, reason) (rate(a_total{job=~".*", reason=~"x|y", kind!="z"}[5m])) / 10
                          > clamp_min(min_over_time(b[1h] offset 5m), 0.5) and on (job, b_label) c unless absent(d)
                        """))
                .containsExactly(
                        new Selector("a_total", Map.of("reason", List.of("x", "y"), "kind", List.of("z"))),
                        new Selector("b", Map.of()),
                        new Selector("c", Map.of()),
                        new Selector("d", Map.of()));
    }
}
