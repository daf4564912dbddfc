package io.tidings.meter;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The times of one set of tags in a {@link Histogram}. Any thread may call. */
public final class Series {

    private final Tags tags;

    private final long[] boundsNanos;

    private final List<OwnTimes> parts = new CopyOnWriteArrayList<>();

    Series(Tags tags, long[] boundsNanos) {
        this.tags = tags;
        this.boundsNanos = boundsNanos;
    }

    /** A new part, for one thread. Parts stay for good. */
    public OwnTimes part() {
        OwnTimes part = new OwnTimes(boundsNanos);
        parts.add(part);
        return part;
    }

    Tags tags() {
        return tags;
    }

    /** How many times there were in each bucket, the last one being for what is over all bounds. */
    long[] counts() {
        long[] counts = new long[boundsNanos.length + 1];
        for (OwnTimes part : parts) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += part.count(i);
            }
        }
        return counts;
    }

    double sumSeconds() {
        return parts.stream().mapToDouble(OwnTimes::sumSeconds).sum();
    }

    void show(MeterRegistry registry, String name, String description) {
        FunctionTimer.builder(
                        name,
                        this,
                        series -> LongStream.of(series.counts()).sum(),
                        Series::sumSeconds,
                        TimeUnit.SECONDS)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
