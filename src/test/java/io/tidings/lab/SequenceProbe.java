package io.tidings.lab;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.replica.ReplicaListener;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Hears what a replica applies, and checks that of each topic it is every number, once and in order. */
final class SequenceProbe implements ReplicaListener {

    private final Map<Topic, long[]> next = new HashMap<>();

    private final Latencies latencies = new Latencies();

    private final AtomicLong updates = new AtomicLong();

    private final AtomicLong faults = new AtomicLong();

    private final AtomicLong resets = new AtomicLong();

    SequenceProbe(MeterRegistry registry) {
        registry.gauge("probe.updates", updates);
        registry.gauge("probe.faults", faults);
        registry.gauge("probe.resets", resets);
        registry.gauge("probe.p50", latencies, all -> all.millis(0.5));
        registry.gauge("probe.p99", latencies, all -> all.millis(0.99));
        registry.gauge("probe.longest", latencies, Latencies::longestMillis);
    }

    @Override
    public void updated(Update update) {
        byte[] body = update.body();
        long[] expected = next.computeIfAbsent(update.topic(), topic -> new long[1]);
        if (LoadBody.number(body, 0) != expected[0]) {
            faults.incrementAndGet();
        }
        expected[0] = LoadBody.number(body, 0) + 1;
        if (LoadBody.counts(body, 0)) {
            latencies.record(System.nanoTime() - LoadBody.nanos(body, 0));
        }
        updates.lazySet(updates.getPlain() + 1);
    }

    @Override
    public void flushed() {}

    @Override
    public void reset(String namespace) {
        resets.incrementAndGet();
    }
}
