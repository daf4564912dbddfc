package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Measures what reliability.md promises, one by one, on a service of two nodes with 500 updates a second on 100 topics.
 *
 * <p>{@code mvn verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=PromisesMeasurement}
 */
class PromisesMeasurement {

    private static final List<String> TOPICS =
            IntStream.range(0, 100).mapToObj(i -> "lab.t" + i).toList();

    private static final Duration PACE = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(10);

    private static final Duration ABSENCE = Duration.ofSeconds(Integer.getInteger("tidings.measure.seconds", 60));

    private final Path folder = LabFolder.of("promises");

    private final Ledger ledger = new Ledger();

    private final Followed all = Followed.resuming("all", "/topic/lab.#");

    private LabBroker broker;

    private KafkaProcess kafka;

    private Service service;

    private KafkaFeed feed;

    @BeforeEach
    void start() {
        CompletableFuture<KafkaProcess> starting = CompletableFuture.supplyAsync(() -> KafkaProcess.start(folder));
        broker = new ArtemisLabBroker(folder);
        kafka = starting.join();
        service = Service.of("promises", kafka, broker).start(folder, 2, List.of());
        feed = new KafkaFeed(service, TOPICS, PACE, ledger);
    }

    @AfterEach
    void stop() {
        feed.close();
        service.close();
        kafka.close();
        broker.close();
    }

    @Test
    void aClientThatWasAwayGetsOnAnotherNodeExactlyWhatItMissed() {
        try (Recorder before = follow(0)) {
            say(before.name() + " leaves");
        }
        long seen = all.deliveries();
        LockSupport.parkNanos(ABSENCE.toNanos());

        long published = ledger.acknowledged();
        long backNanos = System.nanoTime();
        try (Recorder after = Recorder.start("after", port(1), List.of(all), 2)) {
            await().atMost(PATIENCE).pollInterval(POLL).until(() -> all.deliveries() >= published);
            say(after.name() + " has " + (published - seen) + " updates after " + millisSince(backNanos) + " ms");
            assertAllArrived();
        }
    }

    @Test
    void updatesFlowWhileTheBrokerIsDown() {
        try (Recorder recorder = follow(0)) {
            broker.stop();
            LockSupport.parkNanos(ABSENCE.toNanos());
            broker.start();
            LockSupport.parkNanos(ABSENCE.toNanos() / 4);

            assertAllArrived();
            assertSilenceBelow(recorder, "broker down for " + ABSENCE.toSeconds() + " s", Duration.ofSeconds(2));
        }
    }

    @Test
    void whatTheRelayLosesIsRepairedAtOnce() {
        try (Recorder recorder = follow(0)) {
            for (int i = 0; i < ABSENCE.toSeconds(); i++) {
                service.node(0).link().filterToClient(FrameFilter.drop("MESSAGE", 50 * i));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
            service.node(0).link().filterToClient(FrameFilter.NONE);

            assertAllArrived();
            assertSilenceBelow(recorder, "relay messages dropped", Duration.ofSeconds(1));
        }
    }

    /** Follows all topics from their first update on, and returns when some have come. */
    private Recorder follow(int node) {
        Recorder recorder = Recorder.start("recorder", port(node), List.of(all), 1);
        await().atMost(PATIENCE).until(all::isLive);
        feed.start();
        await().atMost(PATIENCE).until(() -> all.deliveries() > 500);
        return recorder;
    }

    private List<Integer> port(int node) {
        return List.of(service.node(node).port());
    }

    private void assertAllArrived() {
        feed.close();
        await().atMost(PATIENCE).until(() -> all.hasAll(ledger));
        assertThat(all.findings(ledger)).isEmpty();
        assertThat(all.gaps()).isZero();
    }

    private static void assertSilenceBelow(Recorder recorder, String what, Duration most) {
        Duration longest = recorder.silences().stream()
                .map(Recorder.Silence::length)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        say(what + ": longest silence " + longest.toMillis() + " ms");
        assertThat(longest).isLessThan(most);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void say(String result) {
        System.out.println("Promises: " + result);
    }
}
