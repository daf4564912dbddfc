package io.tidings.meter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.concurrent.TimeUnit;

/** Shows a histogram to Prometheus, under the name and with the common tags that Micrometer would give it. */
final class HistogramCollector implements Collector {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Histogram histogram;

    private final NamingConvention convention;

    private final String shownName;

    private final Tags commonTags;

    HistogramCollector(Histogram histogram, PrometheusMeterRegistry registry) {
        this.histogram = histogram;
        this.convention = registry.config().namingConvention();
        this.shownName = convention.name(histogram.name(), Meter.Type.TIMER, "seconds");
        this.commonTags = commonTags(registry, histogram);
    }

    /** A registry's filters add them, and tell only those who register a meter. */
    private static Tags commonTags(PrometheusMeterRegistry registry, Histogram histogram) {
        Gauge probe = Gauge.builder(histogram.name(), () -> 0).register(registry);
        registry.remove(probe);
        return Tags.of(probe.getId().getTags());
    }

    @Override
    public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return MetricFamilyDescriptor.histogram(shownName)
                .help(histogram.description())
                .unit(Unit.SECONDS)
                .build();
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder()
                .name(shownName)
                .help(histogram.description())
                .unit(Unit.SECONDS);
        histogram.allSeries().forEach(series -> snapshot.dataPoint(point(series)));
        return snapshot.build();
    }

    private HistogramDataPointSnapshot point(Series series) {
        return HistogramDataPointSnapshot.builder()
                .labels(labels(commonTags.and(series.tags())))
                .classicHistogramBuckets(ClassicHistogramBuckets.of(boundsSeconds(), series.counts()))
                .sum(series.sumSeconds())
                .build();
    }

    private double[] boundsSeconds() {
        long[] nanos = histogram.boundsNanos();
        double[] seconds = new double[nanos.length + 1];
        for (int i = 0; i < nanos.length; i++) {
            seconds[i] = nanos[i] / NANOS_PER_SECOND;
        }
        seconds[nanos.length] = Double.POSITIVE_INFINITY;
        return seconds;
    }

    private Labels labels(Tags tags) {
        Labels.Builder labels = Labels.builder();
        for (Tag tag : tags) {
            labels.label(convention.tagKey(tag.getKey()), tag.getValue());
        }
        return labels.build();
    }
}
