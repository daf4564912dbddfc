package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * Proves that {@code src/docs/metrics.md} has every meter, with its type and every value of its tags, and no other, and that
 * all of them are there before anything has happened: neither Kafka nor the broker can be reached.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "tidings.relay.addresses=127.0.0.1:1",
            "tidings.namespaces.scores.publish=authorizer",
            "tidings.access.authorizer.url=http://127.0.0.1:1/may",
            "tidings.admin.token=a-token-that-only-tests-know",
            "tidings.canary.enabled=true",
            "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces",
            "management.tracing.sampling.probability=0"
        })
class MetricsDocIT {

    @Autowired
    private PrometheusMeterRegistry registry;

    private Map<String, MetricsDoc.Row> documented;

    private Map<String, MetricSnapshot> shown;

    @BeforeEach
    void read() throws IOException {
        documented = MetricsDoc.parse(Files.readString(Path.of("src/docs/metrics.md"))).byName().values().stream()
                .collect(Collectors.toMap(this::shownName, Function.identity(), (one, other) -> one, TreeMap::new));
        shown = registry.getPrometheusRegistry().scrape().stream()
                .filter(meter -> meter.getMetadata().getPrometheusName().startsWith("tidings_"))
                .filter(meter -> !isMaximumOfTimer(meter.getMetadata().getPrometheusName()))
                .collect(Collectors.toMap(
                        meter -> meter.getMetadata().getPrometheusName(),
                        Function.identity(),
                        (a, b) -> a,
                        TreeMap::new));
    }

    @Test
    void everyMeterIsDocumentedAndEveryDocumentedMeterIsThere() {
        assertThat(documented.keySet()).containsExactlyElementsOf(shown.keySet());
    }

    @Test
    void everyMeterIsOfItsDocumentedType() {
        shown.forEach((name, meter) -> assertThat(meter).as(name).isInstanceOf(type(documented.get(name))));
    }

    @Test
    void everyValueOfATagIsDocumentedAndThereFromTheStart() {
        shown.forEach((name, meter) ->
                assertThat(tags(meter)).as(name).isEqualTo(documented.get(name).tags()));
    }

    private boolean isMaximumOfTimer(String name) {
        return name.endsWith("_max") && !documented.containsKey(name);
    }

    private String shownName(MetricsDoc.Row row) {
        NamingConvention convention = registry.config().namingConvention();
        return convention.name(row.name(), row.type(), row.unit()).replaceAll("_total$", "");
    }

    private static Class<? extends MetricSnapshot> type(MetricsDoc.Row row) {
        return switch (row.type()) {
            case COUNTER -> CounterSnapshot.class;
            case GAUGE -> GaugeSnapshot.class;
            default -> row.histogram() ? HistogramSnapshot.class : SummarySnapshot.class;
        };
    }

    private static Map<String, Collection<String>> tags(MetricSnapshot meter) {
        Map<String, Collection<String>> tags = new TreeMap<>();
        for (DataPointSnapshot point : meter.getDataPoints()) {
            point.getLabels()
                    .forEach(label -> tags.computeIfAbsent(label.getName(), key -> new TreeSet<>())
                            .add(label.getValue()));
        }
        return tags;
    }
}
