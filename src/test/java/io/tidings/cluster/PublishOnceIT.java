package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.ArtemisBroker;
import io.tidings.testing.KafkaBroker;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes that share a Kafka and a broker: what is published twice with one key is one update, whoever is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishOnceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern POSITION = Pattern.compile("\"position\":\"([^\"]+)\"");

    private KafkaBroker kafka;

    private ArtemisBroker relay;

    private final List<StompClient> clients = new ArrayList<>();

    private List<String> settings = List.of();

    private ClusterNode one;

    private ClusterNode two;

    @BeforeAll
    void start() {
        kafka = new KafkaBroker();
        relay = ArtemisBroker.create();
        settings = List.of(
                "--tidings.relay.addresses=" + relay.address(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--tidings.ingest.group=" + kafka.name("once"),
                "--tidings.relay.destination-prefix=" + kafka.name("once"),
                "--tidings.log.request-timeout=2s",
                "--tidings.log.topics.partitions=1",
                "--tidings.namespaces.scores.kafka-topic=" + kafka.name("scores"),
                "--tidings.namespaces.scores.publish=anyone");
        one = ClusterNode.start(settings);
        two = ClusterNode.start(settings);
    }

    @AfterEach
    void leave() {
        clients.forEach(StompClient::close);
        clients.clear();
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        relay.close();
        kafka.close();
    }

    @Test
    void isDeliveredOnceWhereBothNodesAreAskedAtTheSameMoment() {
        List<StompClient> subscribers = List.of(subscribe(one, "race"), subscribe(two, "race"));
        int count = 150;
        for (int i = 0; i < count; i++) {
            String topic = "scores.race.game" + i % 5;
            String body = "" + i;
            String key = "key-" + i;
            CompletableFuture<String> here =
                    CompletableFuture.supplyAsync(() -> position(one.publishOnce(topic, body, key)));
            CompletableFuture<String> there =
                    CompletableFuture.supplyAsync(() -> position(two.publishOnce(topic, body, '"' + key + '"')));
            assertThat(here.join()).isEqualTo(there.join());
        }
        one.publish("scores.race.end", "end");

        List<String> expected = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> expected.add("/topic/scores.race.game" + i % 5 + " " + i));
        assertThat(subscribers)
                .allSatisfy(subscriber ->
                        assertThat(untilTheEnd(subscriber)).containsExactlyInAnyOrderElementsOf(expected));
        // Or nothing has been proven: the nodes have raced.
        assertThat(repeats(one)).isPositive().isEqualTo(repeats(two));
    }

    @Test
    void isDeliveredOnceWhereClientsOfBothNodesSendIt() {
        List<StompClient> subscribers = List.of(subscribe(one, "sent"), subscribe(two, "sent"));
        StompClient here = connect(one);
        StompClient there = connect(two);
        for (int i = 0; i < 50; i++) {
            for (StompClient client : List.of(here, there)) {
                client.sendBody(
                        "SEND", "" + i, "destination:/topic/scores.sent.a", "idempotency-key:k" + i, "receipt:" + i);
            }
            String position = here.receipt("" + i).header("position");
            assertThat(there.receipt("" + i).header("position")).isEqualTo(position);
        }
        one.publish("scores.sent.end", "end");

        List<String> expected = IntStream.range(0, 50)
                .mapToObj(i -> "/topic/scores.sent.a " + i)
                .toList();
        assertThat(subscribers)
                .allSatisfy(subscriber ->
                        assertThat(untilTheEnd(subscriber)).containsExactlyInAnyOrderElementsOf(expected));
    }

    @Test
    void isKnownAfterARestart() {
        StompClient subscriber = subscribe(two, "restart");
        String position = position(one.publishOnce("scores.restart.a", "x", "k"));
        one.publish("scores.restart.a", "y");
        one.close();
        one = ClusterNode.start(settings);
        double repeats = repeats(one);

        assertThat(position(one.publishOnce("scores.restart.a", "x", "k"))).isEqualTo(position);
        assertThat(one.publishOnce("scores.restart.a", "z", "k").statusCode()).isEqualTo(422);
        assertThat(repeats(one)).isEqualTo(repeats);
        one.publish("scores.restart.end", "end");
        assertThat(untilTheEnd(subscriber)).containsExactly("/topic/scores.restart.a x", "/topic/scores.restart.a y");
        assertThat(subscribe(one, "restart").messages().stream().map(Frame::text))
                .contains("y");
    }

    @Test
    void isPublishedOnceByWhoeverTriesAgainWhenKafkaIsBack() {
        List<StompClient> subscribers = List.of(subscribe(one, "outage"), subscribe(two, "outage"));
        StompClient sender = connect(two);
        String before = position(one.publishOnce("scores.outage.a", "before", "k0"));
        assertThat(position(two.publishOnce("scores.outage.a", "before", "k0"))).isEqualTo(before);
        kafka.stop();
        try {
            HttpResponse<String> answer = one.publishOnce("scores.outage.a", "x", "k1");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("outcome is unknown").contains("same Idempotency-Key");
            sender.sendBody("SEND", "y", "destination:/topic/scores.outage.a", "idempotency-key:k2", "receipt:1");
            assertThat(sender.next().header("message"))
                    .contains("outcome unknown")
                    .contains("same idempotency-key");
            assertThat(position(two.publishOnce("scores.outage.a", "before", "k0")))
                    .isEqualTo(before);
        } finally {
            kafka.start();
        }
        await().atMost(PATIENCE)
                .until(() -> one.publishOnce("scores.outage.a", "x", "k1").statusCode() == 200);
        await().atMost(PATIENCE)
                .until(() -> two.publishOnce("scores.outage.a", "x", "k1").statusCode() == 200);
        assertThat(position(two.publishOnce("scores.outage.a", "x", "k1")))
                .isEqualTo(position(one.publishOnce("scores.outage.a", "x", "k1")));
        one.publish("scores.outage.end", "end");

        assertThat(subscribers)
                .allSatisfy(subscriber -> assertThat(untilTheEnd(subscriber))
                        .filteredOn(text -> !text.endsWith(" y")) // Nobody has tried that again.
                        .containsExactly("/topic/scores.outage.a before", "/topic/scores.outage.a x"));
    }

    private StompClient subscribe(ClusterNode node, String test) {
        StompClient client = connect(node);
        client.subscribe("s", "/topic/scores." + test + ".#");
        return client;
    }

    private StompClient connect(ClusterNode node) {
        StompClient client = StompClient.connect(node.port());
        clients.add(client);
        return client;
    }

    /** All topics are in one log, so that the end is the last of all. */
    private static List<String> untilTheEnd(StompClient subscriber) {
        List<String> taken = new ArrayList<>();
        for (Frame frame = subscriber.message(); !frame.text().equals("end"); frame = subscriber.message()) {
            taken.add(text(frame));
        }
        return taken;
    }

    private static String text(Frame frame) {
        assertThat(frame.headers()).doesNotContainKey("tidings-idempotency-key");
        return frame.header("destination") + " " + frame.text();
    }

    private static double repeats(ClusterNode node) {
        return node.bean(MeterRegistry.class)
                .get("tidings.replica.repeats")
                .counter()
                .count();
    }

    private static String position(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Matcher position = POSITION.matcher(answer.body());
        assertThat(position.find()).isTrue();
        return position.group(1);
    }
}
