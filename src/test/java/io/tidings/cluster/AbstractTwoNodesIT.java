package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share a Kafka and a broker: what is published anywhere arrives everywhere, once and in order. */
abstract class AbstractTwoNodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final KafkaBroker KAFKA = KafkaBroker.shared();

    private final List<StompClient> clients = new ArrayList<>();

    private String scores = "";

    private ClusterNode one;

    private ClusterNode two;

    /** The settings of the relay to the broker. */
    abstract List<String> relay();

    /** How many TCP connections the broker has, as it says itself. */
    abstract int brokerConnections();

    @BeforeEach
    void start() {
        scores = KAFKA.name("scores");
        List<String> settings = new ArrayList<>(relay());
        settings.addAll(List.of(
                "--spring.kafka.bootstrap-servers=" + KAFKA.bootstrapServers(),
                "--tidings.ingest.group=" + KAFKA.name("cluster"),
                "--tidings.relay.destination-prefix=" + KAFKA.name("relay"),
                "--tidings.cluster.gossip-interval=200ms",
                "--tidings.cluster.missing-after=1s",
                "--tidings.cluster.forget-after=4s",
                "--tidings.namespaces.scores.kafka-topic=" + scores,
                "--tidings.namespaces.scores.publish=anyone",
                "--tidings.namespaces.cursors.durable=false",
                "--tidings.namespaces.cursors.publish=anyone"));
        one = ClusterNode.start(settings);
        two = ClusterNode.start(settings);
    }

    @AfterEach
    void stop() {
        clients.forEach(StompClient::close);
        one.close();
        two.close();
    }

    @Test
    void carriesWhatIsPublishedAnywhereToSubscribersEverywhereOnceAndInOrder() {
        List<StompClient> subscribers = List.of(connect(one), connect(two));
        subscribers.forEach(subscriber -> subscriber.subscribe("s", "/topic/scores.#"));
        StompClient sender = connect(two);
        Map<String, List<String>> expected = new LinkedHashMap<>();

        for (int i = 0; i < 100; i++) {
            produce("kafka.game" + i % 5, "k" + i);
            expect(expected, "/topic/scores.kafka.game" + i % 5, "k" + i);
            one.publish("scores.rest.game" + i % 3, "r" + i);
            expect(expected, "/topic/scores.rest.game" + i % 3, "r" + i);
            sender.sendBody("SEND", "s" + i, "destination:/topic/scores.send.game" + i % 2);
            expect(expected, "/topic/scores.send.game" + i % 2, "s" + i);
        }

        for (StompClient subscriber : subscribers) {
            assertThat(bodiesByTopic(take(subscriber, 300))).isEqualTo(expected);
            assertThat(subscriber.messages()).isEmpty();
        }
    }

    @Test
    void saysTheSamePositionEverywhere() {
        StompClient here = connect(one);
        here.subscribe("s", "/topic/scores.position");
        StompClient there = connect(two);
        there.subscribe("s", "/topic/scores.position");

        String answer = one.publish("scores.position", "x");

        String position = here.message().header("message-id");
        assertThat(answer).contains("\"position\":\"" + position + "\"");
        assertThat(position).matches("scores-\\d+\\.[0-9a-f]{8}@\\d+");
        assertThat(there.message().header("message-id")).isEqualTo(position);
    }

    @Test
    void carriesEphemeralUpdatesToBothNodesOnce() {
        StompClient here = connect(one);
        here.subscribe("s", "/topic/cursors.doc");
        StompClient there = connect(two);
        there.subscribe("s", "/topic/cursors.doc");
        StompClient sender = connect(one);
        for (int i = 0; i < 50; i++) {
            sender.sendBody("SEND", "" + i, "destination:/topic/cursors.doc");
        }
        List<String> expected = IntStream.range(0, 50).mapToObj(String::valueOf).toList();

        assertThat(take(here, 50)).extracting(Frame::text).isEqualTo(expected);
        assertThat(take(there, 50)).extracting(Frame::text).isEqualTo(expected);
        assertThat(here.messages()).isEmpty();
    }

    @Test
    void keepsOneConnectionToTheBrokerWhateverTheNumberOfClients() {
        int before = brokerConnections();
        for (int i = 0; i < 50; i++) {
            connect(one).subscribe("s", "/topic/scores.#");
            connect(two).subscribe("s", "/topic/scores.game" + i);
        }

        assertThat(before).isEqualTo(2);
        assertThat(brokerConnections()).isEqualTo(2);
    }

    @Test
    void eachNodeSpeaksForBothUntilOneIsGoneAndForgotten() {
        connect(one).subscribe("s", "/topic/scores.#");
        connect(two).subscribe("s", "/topic/scores.x");
        connect(two).subscribe("s", "/topic/cursors.x");
        String gone = one.bean(Cluster.class).self().id();
        two.bean(Cluster.class)
                .answer("greet", (question, maxBytes) -> CompletableFuture.completedFuture("two " + question));
        one.bean(Cluster.class)
                .answer("greet", (question, maxBytes) -> CompletableFuture.completedFuture("one " + question));

        for (ClusterNode node : List.of(one, two)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(node.getAsAdmin("/api/stats"))
                            .contains("\"nodes\":2", "\"sessions\":{\"sum\":3,\"least\":1,\"most\":2}")
                            .contains("\"subscriptions\":{\"sum\":3,\"least\":1,\"most\":2}", "\"missing\":[]"));
        }
        assertThat(greet(two, Duration.ofSeconds(20)).answers())
                .extracting(Answers.Answer::payload)
                .containsExactly("two hi", "one hi");
        assertThat(one.getAsAdmin("/api/namespaces"))
                .contains("\"name\":\"scores\"", "\"kafka-topic\":\"" + scores, "\"publish\":\"anyone\"");

        one.kill();
        Answers alone = greet(two, Duration.ofMillis(500));
        assertThat(alone.answers()).extracting(Answers.Answer::payload).containsExactly("two hi");
        assertThat(alone.missing()).extracting(Answers.Missing::node).containsExactly(gone);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(two.getAsAdmin("/api/nodes")).doesNotContain(gone));
    }

    @Test
    void takesOverWhenOneNodeStopsAndItsSubscribersMissNothing() throws Exception {
        StompClient subscriber = connect(two);
        subscriber.subscribe("s", "/topic/scores.#");
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> producing = CompletableFuture.supplyAsync(() -> produceUntil(stop::get));
        awaitMessages(subscriber, 200);

        one.close();
        int atStop = subscriber.messages().size();
        awaitMessages(subscriber, atStop + 500);
        stop.set(true);
        int produced = producing.get();

        List<Frame> got = take(subscriber, produced);
        Map<String, List<String>> expected = new LinkedHashMap<>();
        IntStream.range(0, produced).forEach(i -> expect(expected, "/topic/scores.steady" + i % 7, "" + i));
        assertThat(bodiesByTopic(got)).isEqualTo(expected);
        assertThat(subscriber.messages()).isEmpty();
    }

    @Test
    void showsAnOperatorOfEitherNodeTheSessionsOfBoth() {
        connect(one).subscribe("s", "/topic/scores.operated");
        StompClient there = connect(two);
        there.subscribe("s", "/topic/scores.operated");
        there.subscribe("other", "/topic/scores.other");

        new OperatedNodes(one, two).showAndEndEachOthers("scores.operated", there);
    }

    private static Answers greet(ClusterNode node, Duration deadline) {
        return node.bean(Cluster.class)
                .ask(new Question("greet", "hi"), deadline)
                .join();
    }

    /** One record each few milliseconds, waiting for each. */
    private int produceUntil(java.util.function.BooleanSupplier stopped) {
        int produced = 0;
        try (KafkaProducer<byte[], byte[]> producer = KAFKA.producer(Map.of())) {
            while (!stopped.getAsBoolean()) {
                producer.send(record("steady" + produced % 7, "" + produced)).get();
                produced++;
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
        return produced;
    }

    private static void awaitMessages(StompClient subscriber, int atLeast) {
        await().atMost(PATIENCE).until(() -> subscriber.messages().size() >= atLeast);
    }

    private void produce(String key, String value) {
        KAFKA.send(record(key, value));
    }

    private ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                scores, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private StompClient connect(ClusterNode node) {
        StompClient client = StompClient.connect(node.port());
        clients.add(client);
        return client;
    }

    private static List<Frame> take(StompClient subscriber, int count) {
        List<Frame> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(subscriber.message());
        }
        return taken;
    }

    private static void expect(Map<String, List<String>> expected, String destination, String body) {
        expected.computeIfAbsent(destination, key -> new ArrayList<>()).add(body);
    }

    private static Map<String, List<String>> bodiesByTopic(List<Frame> frames) {
        Map<String, List<String>> bodies = new LinkedHashMap<>();
        frames.forEach(frame -> expect(bodies, frame.header("destination"), frame.text()));
        return bodies;
    }
}
