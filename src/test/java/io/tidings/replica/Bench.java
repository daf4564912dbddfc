package io.tidings.replica;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Batch;
import io.tidings.topic.Namespaces;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;

/** A replica on a scripted log, whose thread is the test's. */
final class Bench {

    final SettableClock clock = new SettableClock();

    final ScriptedLog log = new ScriptedLog();

    final RecordingListener listener = new RecordingListener();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    final ManualThread thread = new ManualThread();

    final Replica replica;

    Bench(Namespaces namespaces) {
        this(namespaces, Samples.properties());
    }

    Bench(Namespaces namespaces, ReplicaProperties properties) {
        this(namespaces, properties, null);
    }

    Bench(Namespaces namespaces, ReplicaProperties properties, ReplicaListener other) {
        this.replica = ReplicaConfiguration.assemble(
                log, namespaces, clock, clock::nanoTime, properties, new ReplicaMetrics(meters), thread);
        replica.listen(other == null ? listener : other);
    }

    /** With two durable namespaces, whose logs are empty, and an ephemeral one. */
    static Bench following() {
        Bench bench = new Bench(
                Samples.namespaces(Samples.durable("scores"), Samples.durable("news"), Samples.ephemeral("cursors")));
        bench.log.create(Samples.SCORES);
        bench.log.create(Samples.NEWS);
        return bench;
    }

    /** Starts, and lets all be read back. */
    Bench join() {
        replica.start();
        tick();
        tick();
        return this;
    }

    /** Lets one head check pass, and all that comes of it. */
    void tick() {
        thread.runAll();
        thread.tick();
        thread.runAll();
    }

    void ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
    }

    /** Brings a batch over the relay. */
    void relay(Batch batch) {
        replica.offer(batch);
        thread.runAll();
    }

    /** Writes a batch to the log and brings it over the relay. */
    void publish(Batch batch) {
        log.append(batch);
        relay(batch);
    }

    View view(String pattern) {
        List<View> views = new ArrayList<>();
        replica.view(ViewQuery.lastValues(new TopicPattern(pattern)), views::add, failure -> {
            throw failure;
        });
        thread.runAll();
        return views.isEmpty() ? null : views.get(0);
    }

    List<String> lastValues(String pattern) {
        List<Update> values = view(pattern).lastValues();
        return Samples.positions(values);
    }

    double count(String name, String... tags) {
        return meters.get("tidings.replica." + name).tags(tags).counter().count();
    }

    double gauge(String name) {
        return meters.get("tidings.replica." + name).gauge().value();
    }
}
