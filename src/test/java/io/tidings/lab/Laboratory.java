package io.tidings.lab;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service under load, with clients that check what they are given. */
final class Laboratory implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Laboratory.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long VISIT_MILLIS = 700;

    private final Service service;

    private final Driver driver;

    private final List<Recorder> recorders = new ArrayList<>();

    private final Recorder visitor;

    private final EphemeralFollowed ephemeral = new EphemeralFollowed("blink", "/topic/blink.#");

    private final ScheduledExecutorService visits =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "visits"));

    private Laboratory(Service service, long seed) {
        this.service = service;
        List<Integer> ports = service.ports();
        recorders.add(recorder(0, seed, Followed.resuming("all", "/topic/lab.#"), ephemeral));
        recorders.add(recorder(
                1, seed, Followed.resuming("all", "/topic/lab.#"), new EphemeralFollowed("blink", "/topic/blink.#")));
        recorders.add(recorder(2, seed, Followed.resuming("fed", "/topic/lab.kafka.#")));
        recorders.add(recorder(
                3,
                seed,
                Followed.resuming("fed", "/topic/lab.kafka.t0"),
                Followed.resuming("rest", "/topic/lab.rest.t0"),
                Followed.resuming("send", "/topic/lab.send.t0")));
        visitor = Recorder.start("visitor", ports, List.of(Followed.visiting("visit", "/topic/lab.#")), seed);
        await().atMost(PATIENCE).until(() -> recorders.stream().allMatch(Recorder::isLive));
        driver = Driver.start(service);
        var unused = visits.scheduleWithFixedDelay(
                () -> visitor.cut(Duration.ZERO), VISIT_MILLIS, VISIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Begins to publish and to follow. */
    static Laboratory open(Service service, long seed) {
        return new Laboratory(service, seed);
    }

    /** Lets the faults of a seed strike for this long, then all arrive that is on its way, and says what came of it. */
    Report run(long seed, Duration time) {
        List<Faults.Struck> struck = new Faults(new Strikes(service, recorders)).run(seed, time);
        boolean arrived = settle();
        return new Report(
                service.broker().name() + ", " + time.toSeconds() + " s of faults"
                        + (arrived ? "" : ", not all arrived"),
                seed,
                struck,
                recorders.stream()
                        .flatMap(recorder -> recorder.silences().stream())
                        .toList(),
                findings(),
                counts());
    }

    /** Stops publishing, and waits until every recorder has everything; returns false if that does not come. */
    boolean settle() {
        logger.atInfo().log("Publishing ends");
        driver.close();
        visits.shutdownNow();
        logger.atInfo().log("What is on its way is awaited");
        try {
            await().atMost(PATIENCE).until(() -> all().stream().allMatch(recorder -> recorder.hasAll(driver.ledger())));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** What is wrong as far as is known by now. */
    List<Finding> findings() {
        return checks().stream()
                .flatMap(check -> check.findings(driver.ledger()).stream())
                .toList();
    }

    @Override
    public void close() {
        all().forEach(recorder -> logger.atInfo()
                .addKeyValue("recorder", recorder.name())
                .addKeyValue("ends", recorder.ends())
                .log("Recorder ends"));
        visits.shutdownNow();
        driver.close();
        all().forEach(Recorder::close);
    }

    private Recorder recorder(int number, long seed, Checked... subscriptions) {
        return Recorder.start("recorder-" + number, service.ports(), List.of(subscriptions), seed * 31 + number);
    }

    private List<Recorder> all() {
        List<Recorder> all = new ArrayList<>(recorders);
        all.add(visitor);
        return all;
    }

    private List<Checked> checks() {
        List<Checked> checks = new ArrayList<>();
        all().forEach(recorder -> checks.addAll(recorder.subscriptions()));
        return checks;
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(Report.GAPS, checks().stream().mapToLong(Checked::gaps).sum());
        counts.put("updates", driver.ledger().acknowledged());
        counts.put(
                "deliveries", checks().stream().mapToLong(Checked::deliveries).sum());
        counts.put("sessions", all().stream().mapToLong(Recorder::sessions).sum());
        counts.put("ephemeral, missed by one client", ephemeral.missed(driver.ledger()));
        return counts;
    }
}
