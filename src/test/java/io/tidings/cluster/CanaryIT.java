package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.replica.Replica;
import io.tidings.testing.ArtemisBroker;
import io.tidings.testing.KafkaBroker;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Canaries of two nodes that share a Kafka and a broker, whatever names the topics of a namespace. */
class CanaryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private static final int LOGS = 5;

    private static final KafkaBroker KAFKA = KafkaBroker.shared();

    private static ArtemisBroker broker;

    private static ClusterNode one;

    private static ClusterNode two;

    private final List<StompClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = ArtemisBroker.create();
        List<String> settings = List.of(
                "--spring.kafka.bootstrap-servers=" + KAFKA.bootstrapServers(),
                "--tidings.relay.addresses=" + broker.address(),
                "--tidings.ingest.group=" + KAFKA.name("cluster"),
                "--tidings.relay.destination-prefix=" + KAFKA.name("relay"),
                "--tidings.canary.enabled=true",
                "--tidings.canary.interval=" + INTERVAL,
                "--tidings.canary.jitter=500ms",
                "--tidings.namespaces.scores.kafka-topic=" + topic("scores", 3),
                "--tidings.namespaces.wire.kafka-topic=" + topic("wire", 1),
                "--tidings.namespaces.wire.topic-from=header:event",
                "--tidings.namespaces.board.kafka-topic=" + topic("board", 1),
                "--tidings.namespaces.board.topic-from=constant:board");
        one = ClusterNode.start(settings);
        two = ClusterNode.start(settings);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        broker.close();
    }

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
    }

    @Test
    void comeFromEveryLogToEveryNodeAndAreNobodysNews() {
        StompClient subscriber = connect();
        subscriber.subscribe("s", "/topic/scores.#");
        subscriber.subscribe("w", "/topic/wire.#");
        subscriber.subscribe("b", "/topic/board.#");
        awaitMore(one, 4 * LOGS);
        awaitMore(two, 4 * LOGS);

        for (ClusterNode node : List.of(one, two)) {
            assertThat(gauge(node, "tidings.canary.logs")).isEqualTo(LOGS);
            assertThat(silenceSeconds(node)).isLessThan(10);
            assertThat(node.bean(MeterRegistry.class)
                            .find("tidings.ingest.dead.letters")
                            .counters())
                    .allSatisfy(counter -> assertThat(counter.count()).isZero());
            assertThat(node.getAsAdmin("/api/topics")).contains("\"items\":[").doesNotContain("canary");
        }
        assertThat(subscriber.messages()).isEmpty();
    }

    @Test
    void areWrittenByOneNodeForAll() {
        awaitMore(one, LOGS);
        long start = System.nanoTime();
        awaitMore(one, 6 * LOGS);

        // Were each to write for itself, two would come in an interval and half the jitter.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(INTERVAL.multipliedBy(6));
        assertThat(written()).isGreaterThanOrEqualTo(6 * LOGS);
    }

    @Test
    void areNoGapToWhoeverResumesAcrossThem() {
        StompClient before = connect();
        String live = before.subscribe("s", "/topic/scores.#").header("position");
        one.publish("scores.resumed", "first");
        String position = before.message().header("message-id");
        before.close();
        awaitMore(two, 2 * LOGS);
        one.publish("scores.resumed", "second");

        StompClient after = connect();
        Frame receipt = after.subscribe("s", "/topic/scores.#", "since:" + moved(live, position));

        Frame message = after.message();
        assertThat(message.text()).isEqualTo("second");
        assertThat(message.headers()).doesNotContainKeys("gap", "snapshot");
        assertThat(receipt.headers()).doesNotContainKey("gap");
        awaitMore(two, LOGS);
        assertThat(after.messages()).isEmpty();
    }

    @Test
    void areMissedWhereTheWayIsHalted() {
        awaitMore(two, LOGS);
        CountDownLatch goOn = new CountDownLatch(1);
        two.bean(Replica.class).execute(() -> awaitQuietly(goOn));
        try {
            await().atMost(PATIENCE).until(() -> silenceSeconds(two) > 4);
            assertThat(silenceSeconds(one)).isLessThan(4);
        } finally {
            goOn.countDown();
        }
        await().atMost(PATIENCE).until(() -> silenceSeconds(two) < 2);
    }

    private static String topic(String prefix, int partitions) {
        String name = KAFKA.name(prefix);
        KAFKA.createTopic(name, partitions, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "900000"));
        return name;
    }

    /** The cursor moved on to a later position of one of its logs. */
    private static String moved(String cursor, String position) {
        String log = position.substring(0, position.indexOf('@'));
        return cursor.replaceFirst(log.replace(".", "\\.") + "@-?\\d+", position);
    }

    private StompClient connect() {
        StompClient client = StompClient.connect(two.port());
        clients.add(client);
        return client;
    }

    private static void awaitMore(ClusterNode node, int count) {
        long before = arrived(node);
        await().atMost(PATIENCE).until(() -> arrived(node) >= before + count);
    }

    private static long arrived(ClusterNode node) {
        return node.bean(MeterRegistry.class).get("tidings.canary.time").timer().count();
    }

    private static double written() {
        return one.count("tidings.canary.sent", "outcome", "safe")
                + two.count("tidings.canary.sent", "outcome", "safe");
    }

    private static double silenceSeconds(ClusterNode node) {
        return node.bean(MeterRegistry.class)
                .get("tidings.canary.silence")
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    private static double gauge(ClusterNode node, String name) {
        return node.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
