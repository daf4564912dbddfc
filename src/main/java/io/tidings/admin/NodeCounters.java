package io.tidings.admin;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.tidings.cluster.Cluster;
import io.tidings.replica.Replica;
import io.tidings.session.SessionDirectory;
import io.tidings.session.SessionTotals;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Has the other nodes know what this one counts: what its meters show, and what its sessions make together. */
@Component
final class NodeCounters implements SmartInitializingSingleton {

    private static final String DELIVERIES = "tidings.fanout.deliveries";

    /** What a count is called, and the meter that it is read from. */
    private static final Map<String, String> METERS = Map.ofEntries(
            Map.entry("sessions", "tidings.session.open"),
            Map.entry("sessions.opened", "tidings.session.opened"),
            Map.entry("deliveries", DELIVERIES),
            Map.entry("publications", "tidings.publish.time"),
            Map.entry("updates", "tidings.replica.updates"),
            Map.entry("topics", "tidings.replica.topics"),
            Map.entry("logs", "tidings.replica.logs"),
            Map.entry("logs.behind", "tidings.replica.logs.behind"),
            Map.entry("ingest.partitions", "tidings.ingest.partitions"),
            Map.entry("ingest.lag", "tidings.ingest.lag"),
            Map.entry("relay.connected", "tidings.relay.connected"));

    private final Cluster cluster;

    private final MeterRegistry registry;

    private final SessionDirectory sessions;

    private final Replica replica;

    private final Rate deliveries = new Rate();

    private final AtomicBoolean adding = new AtomicBoolean();

    private volatile SessionTotals totals = SessionTotals.NONE;

    NodeCounters(Cluster cluster, MeterRegistry registry, SessionDirectory sessions, Replica replica) {
        this.cluster = cluster;
        this.registry = registry;
        this.sessions = sessions;
        this.replica = replica;
    }

    @Override
    public void afterSingletonsInstantiated() {
        cluster.count(this::ofSessions);
        cluster.count(this::ofMeters);
    }

    /**
     * As of a call before: the sessions are added up on their own event loops, for which nobody waits here, and once at a
     * time, however many ask meanwhile.
     */
    private Map<String, Long> ofSessions() {
        SessionTotals known = totals;
        if (adding.compareAndSet(false, true)) {
            var unused = sessions.totals()
                    .thenAccept(added -> totals = added)
                    .whenComplete((done, failure) -> adding.set(false));
        }
        return Map.of("subscriptions", known.subscriptions(), "pending.bytes", known.pendingBytes());
    }

    private Map<String, Long> ofMeters() {
        Map<String, Long> counts = new HashMap<>();
        METERS.forEach((count, meter) -> counts.put(count, value(meter)));
        counts.put("deliveries.per-second", deliveries.perSecond(value(DELIVERIES), System.nanoTime()));
        counts.put("ready", replica.isReady() ? 1L : 0L);
        return counts;
    }

    /** All that the meters of a name show, whatever their tags; 0 where there is none yet. */
    private long value(String name) {
        double sum = registry.find(name).meters().stream()
                .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
                .filter(NodeCounters::counts)
                .mapToDouble(Measurement::getValue)
                .filter(Double::isFinite)
                .sum();
        return Math.round(sum);
    }

    private static boolean counts(Measurement measurement) {
        return measurement.getStatistic() == Statistic.COUNT || measurement.getStatistic() == Statistic.VALUE;
    }
}
