package io.tidings.meter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Times in fixed buckets, in parts that one thread writes each. Prometheus is shown the sum of the parts; any other registry
 * how many times there were, and their sum. Any thread may call.
 */
public final class Histogram {

    private final MeterRegistry registry;

    private final String name;

    private final String description;

    private final long[] boundsNanos;

    private final List<Series> series = new CopyOnWriteArrayList<>();

    /**
     * A histogram without series yet.
     *
     * @param bounds the upper bounds of its buckets, ascending
     */
    public Histogram(MeterRegistry registry, String name, String description, Duration... bounds) {
        this.registry = registry;
        this.name = name;
        this.description = description;
        this.boundsNanos = Stream.of(bounds).mapToLong(Duration::toNanos).toArray();
        leaves(registry)
                .filter(PrometheusMeterRegistry.class::isInstance)
                .map(PrometheusMeterRegistry.class::cast)
                .forEach(prometheus ->
                        prometheus.getPrometheusRegistry().register(new HistogramCollector(this, prometheus)));
    }

    /** A histogram of how old updates are, from a millisecond to a minute. */
    public static Histogram ofAges(MeterRegistry registry, String name, String description) {
        return new Histogram(registry, name, description, ages());
    }

    /** The upper bounds of buckets for how old updates are. */
    public static Duration[] ages() {
        return Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
                .map(Duration::ofMillis)
                .toArray(Duration[]::new);
    }

    /** Begins a series, and shows it from now on. */
    public Series series(Tags tags) {
        Series begun = new Series(tags, boundsNanos);
        series.add(begun);
        leaves(registry)
                .filter(leaf -> !(leaf instanceof PrometheusMeterRegistry))
                .forEach(leaf -> begun.show(leaf, name, description));
        return begun;
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    long[] boundsNanos() {
        return boundsNanos;
    }

    List<Series> allSeries() {
        return series;
    }

    private static Stream<MeterRegistry> leaves(MeterRegistry registry) {
        return registry instanceof CompositeMeterRegistry composite
                ? composite.getRegistries().stream().flatMap(Histogram::leaves)
                : Stream.of(registry);
    }
}
