package io.tidings.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistogramTests {

    private static final long NOW = 1_800_000_000_000L;

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void showsItsPartsAsOneHistogram() {
        Series series = histogram().series(Tags.empty());
        series.part().record(TimeUnit.MILLISECONDS.toNanos(1));
        OwnTimes other = series.part();
        other.record(TimeUnit.MICROSECONDS.toNanos(1_001));
        other.record(TimeUnit.MILLISECONDS.toNanos(500));

        assertThat(lines())
                .contains(
                        "# TYPE tidings_some_age_seconds histogram",
                        "tidings_some_age_seconds_bucket{le=\"0.001\"} 1",
                        "tidings_some_age_seconds_bucket{le=\"0.01\"} 2",
                        "tidings_some_age_seconds_bucket{le=\"+Inf\"} 3",
                        "tidings_some_age_seconds_count 3",
                        "tidings_some_age_seconds_sum 0.502001");
    }

    @Test
    void isShownBeforeThereIsAnything() {
        histogram().series(Tags.of("way", "log"));

        assertThat(lines())
                .contains(
                        "tidings_some_age_seconds_bucket{way=\"log\",le=\"+Inf\"} 0",
                        "tidings_some_age_seconds_count{way=\"log\"} 0");
    }

    @Test
    void bearsTheCommonTagsOfItsRegistryAndLeavesNothingElse() {
        prometheus.config().commonTags("application", "tidings", "data.center", "one");
        histogram().series(Tags.of("way", "log"));

        assertThat(lines())
                .contains("tidings_some_age_seconds_count{application=\"tidings\",data_center=\"one\",way=\"log\"} 0")
                .noneMatch(line -> line.contains("gauge"));
        assertThat(prometheus.getMeters()).isEmpty();
    }

    @Test
    void showsOtherRegistriesHowManyTimesThereWereAndTheirSum() {
        SimpleMeterRegistry simple = new SimpleMeterRegistry();
        CompositeMeterRegistry both = new CompositeMeterRegistry();
        both.add(prometheus).add(simple);
        Series series = new Histogram(both, "tidings.some.age", "Some", Duration.ofMillis(1)).series(Tags.empty());
        OwnTimes part = series.part();
        part.record(TimeUnit.MILLISECONDS.toNanos(2));
        part.record(TimeUnit.MILLISECONDS.toNanos(4));

        FunctionTimer timer = simple.get("tidings.some.age").functionTimer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
        assertThat(lines()).contains("tidings_some_age_seconds_count 2");
    }

    @Test
    void takesATimeAheadOrBefore1970AsNoAgeAndAnyOtherAsADayAtTheMost() {
        Series series = histogram().series(Tags.empty());
        OwnTimes part = series.part();
        List.of(NOW + 1, Long.MAX_VALUE, -1L, Long.MIN_VALUE).forEach(time -> part.recordAge(NOW, time));
        assertThat(series.counts()).containsExactly(4, 0, 0);

        part.recordAge(NOW, NOW - 3);
        part.recordAge(NOW, 0);
        assertThat(series.counts()).containsExactly(4, 1, 1);
        assertThat(series.sumSeconds()).isEqualTo(0.003 + TimeUnit.DAYS.toSeconds(1));
    }

    @Test
    void agesFallIntoBucketsFromAMillisecondToAMinute() {
        assertThat(Histogram.ages())
                .hasSize(15)
                .isSorted()
                .startsWith(Duration.ofMillis(1))
                .endsWith(Duration.ofMinutes(1));
    }

    private Histogram histogram() {
        return new Histogram(prometheus, "tidings.some.age", "Some", Duration.ofMillis(1), Duration.ofMillis(10));
    }

    private List<String> lines() {
        return prometheus.scrape().lines().toList();
    }
}
