package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers are told while Kafka's topics change under a node. */
class LogChangeIT extends AbstractRepairIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private static final int ALL = 1_000_000;

    @Override
    List<String> namespaces() {
        return List.of("transactions", "grown", "anew", "gone", "other", "removed", "thinned");
    }

    @Override
    List<String> settings() {
        return List.of(
                "--tidings.log.topics.compaction-margin=100ms",
                "--tidings.namespaces.removed.retain=false",
                "--tidings.namespaces.thinned.history.window=1s");
    }

    @Override
    void prepare() {
        KAFKA.createTopic(kafkaTopics.get("removed"), 1, Map.of("cleanup.policy", "delete"));
        KAFKA.createTopic(
                kafkaTopics.get("thinned"),
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.001",
                        "min.compaction.lag.ms", "1100",
                        "max.compaction.lag.ms", "1200"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void committedTransactionsAreToldAndAbortedOnesAreNot(boolean relayed) {
        faults.lose(relayed ? 0 : ALL);
        double unproven = unproven();
        Follower follower = follow("/topic/transactions.a");
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            produce("transactions", "a", "1");
            inTransaction(producer, false, "x", "y");
            inTransaction(producer, true, "2", "3");
            inTransaction(producer, false, "z");
            produce("transactions", "a", "4");
            inTransaction(producer, true, "5");
        }
        follower.await(5);

        assertThat(follower.bodies()).containsExactly("1", "2", "3", "4", "5");
        assertThat(unproven()).isEqualTo(unproven);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOpenTransactionHoldsWhatComesAfterItAndNothingElse(boolean relayed) {
        faults.lose(relayed ? 0 : ALL);
        Follower follower = follow("/topic/transactions.b");
        Follower others = follow("/topic/other.b");
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            producer.send(record("transactions", "b", "1"));
            producer.flush();
            node.publish("transactions.b", "2");
            node.publish("other.b", "meanwhile");
            others.await(1);
            await().during(Duration.ofMillis(500)).until(() -> follower.count() == 0);
            producer.commitTransaction();
        }
        follower.await(2);

        assertThat(follower.bodies()).containsExactly("1", "2");
    }

    @Test
    void newPartitionsAreToldFromTheirFirstOffsetWithinSeconds() {
        double resets = resets();
        Follower follower = follow("/topic/grown.*");
        node.publish("grown.before", "0");
        follower.await(1);

        KAFKA.growTopic(kafkaTopics.get("grown"), 4);
        long grown = System.nanoTime();
        IntStream.range(0, 20)
                .forEach(i -> KAFKA.send(
                        new ProducerRecord<>(kafkaTopics.get("grown"), 3, bytes("in3"), bytes(Integer.toString(i)))));
        follower.await(21);

        assertThat(Duration.ofNanos(System.nanoTime() - grown)).isLessThan(SOON);
        List<Frame> told = follower.frames().subList(1, 21);
        assertThat(told)
                .extracting(Frame::text)
                .isEqualTo(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThat(told.get(0).header("message-id")).startsWith("grown-3.").endsWith("@0");
        assertThat(resets()).isEqualTo(resets);
    }

    @Test
    void aTopicMadeAnewIsAnotherLogAndItsOldValuesAreGone() {
        double resets = resets();
        String topic = kafkaTopics.get("anew");
        node.publish("anew.kept", "old");
        node.publish("anew.a", "old");
        Frame before = await().atMost(SOON)
                .until(() -> snapshot("/topic/anew.a"), frames -> !frames.isEmpty())
                .get(0);
        Follower stayed = follow("/topic/anew.a");

        KAFKA.deleteTopic(topic);
        await().atMost(SOON).until(() -> node.tryToPublish("anew.a", "nowhere").statusCode() == 503);
        KAFKA.createTopic(topic, 2, Map.of());
        await().atMost(SOON).until(() -> node.tryToPublish("anew.a", "new").statusCode() == 200);
        await().atMost(SOON).until(() -> resets() == resets + 2);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(snapshot("/topic/anew.*"))
                        .extracting(Frame::text)
                        .containsExactly("new"));
        String after = snapshot("/topic/anew.a").get(0).header("message-id");
        assertThat(epoch(after)).isNotEqualTo(epoch(before.header("message-id")));
        Follower follower = follow("/topic/anew.a");
        node.publish("anew.a", "newer");
        follower.await(1);
        assertThat(follower.bodies()).containsExactly("newer");
        stayed.await(2);
        assertThat(stayed.bodies()).containsExactly("new", "newer");
    }

    @Test
    void aTopicDeletedForGoodDisturbsNoOther() {
        Follower gone = follow("/topic/gone.a");
        node.publish("gone.a", "last");
        gone.await(1);
        Follower others = follow("/topic/other.steady.*");
        try (SteadyProducer producer = produceSteadily("other", "steady.")) {
            others.await(20);
            KAFKA.deleteTopic(kafkaTopics.get("gone"));
            await().atMost(SOON)
                    .until(() -> node.tryToPublish("gone.a", "nowhere").statusCode() == 503);
            long asked = System.nanoTime();
            HttpResponse<String> refusal = node.tryToPublish("gone.a", "nowhere");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
            assertThat(refusal.headers().firstValue("content-type")).hasValue("application/problem+json");
            others.await(others.count() + 200);
            int count = producer.stop();

            assertWhole(others, "/topic/other.steady.", count);
            assertThat(others.slowest(0)).isLessThan(SOON);
        }
        assertThat(gone.bodies()).containsExactly("last");
        assertThat(gone.client().subscribe("still-there", "/topic/other.x").command())
                .isEqualTo("RECEIPT");
        assertThat(snapshot("/topic/gone.a")).extracting(Frame::text).containsExactly("last");
    }

    @Test
    void whatRetentionRemovedBeforeItWasReadIsUnproven() throws Exception {
        node.publish("removed.a", "seen");
        double unproven = unproven();
        Follower resumer = follow("/topic/removed.a", "since:" + cursor("/topic/removed.a"));
        faults.cut(true);
        faults.lose(ALL);
        IntStream.range(0, 10).forEach(i -> produce("removed", "a", "v" + i));
        TopicPartition partition = new TopicPartition(kafkaTopics.get("removed"), 0);
        KAFKA.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(6)))
                .all()
                .get(20, TimeUnit.SECONDS);
        faults.none();

        assertThat(resumer.awaitGap().header("position")).contains("@");
        assertThat(unproven()).isEqualTo(unproven + 1);
        node.publish("removed.a", "after");
        await().atMost(SOON).until(() -> resumer.bodies().contains("after"));
        assertThat(resumer.gaps()).hasSize(1);
    }

    @Test
    void whatCompactionTookWhileTheNodeWasAwayIsUnproven() {
        node.publish("thinned.a", "seen");
        double unproven = unproven();
        Follower follower = follow("/topic/thinned.a", "snapshot:true");
        faults.cut(true);
        faults.lose(ALL);
        IntStream.range(0, 10).forEach(i -> produce("thinned", "a", "v" + i));
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ofSeconds(6)) // Nobody doubts sooner, see io.tidings.replica.Freshness.
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    produce("thinned", "b", "rolls the segment");
                    return !stored("thinned").contains("v0");
                });
        faults.none();

        assertThat(follower.awaitGap().text()).isEqualTo("v9");
        assertThat(unproven()).isEqualTo(unproven + 1);
        assertThat(snapshot("/topic/thinned.a")).extracting(Frame::text).containsExactly("v9");
    }

    /** The frames of a subscription that come before it is live. */
    private List<Frame> snapshot(String destination) {
        try (StompClient client = StompClient.connect(node.port())) {
            client.subscribe("snapshot", destination);
            return List.copyOf(client.messages());
        }
    }

    private double unproven() {
        return node.count("tidings.replica.unproven");
    }

    private double resets() {
        return node.count("tidings.replica.resets", "reason", "new-epoch");
    }

    /** Where a subscription that is made now goes live. */
    private String cursor(String destination) {
        try (StompClient client = StompClient.connect(node.port())) {
            return client.subscribe("cursor", destination).header("position");
        }
    }

    private static String epoch(String position) {
        return position.substring(position.indexOf('.') + 1, position.indexOf('@'));
    }

    private List<String> stored(String namespace) {
        TopicPartition partition = new TopicPartition(kafkaTopics.get(namespace), 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        return values;
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = KAFKA.producer(Map.of("transactional.id", KAFKA.name("tx")));
        producer.initTransactions();
        return producer;
    }

    private void inTransaction(KafkaProducer<byte[], byte[]> producer, boolean commit, String... bodies) {
        producer.beginTransaction();
        for (String body : bodies) {
            producer.send(record("transactions", "a", body));
        }
        producer.flush();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
