package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Position;
import io.tidings.topic.Source;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class KafkaIngestIT {

    private static final KafkaBroker broker = KafkaBroker.shared();

    private final List<IngestNode> nodes = new ArrayList<>();

    private Namespace namespace;

    private String group;

    @BeforeEach
    void prepare() {
        namespace = Namespace.of(
                broker.name("ingest"),
                new Policy(true, false, Policy.DEFAULT.history(), 100, 1_000),
                Namespace.Access.DEFAULT);
        group = broker.name("group");
    }

    @AfterEach
    void stopNodes() {
        nodes.forEach(IngestNode::close);
    }

    @Test
    void everyRecordReachesTheRelayOnceAndInOrder() {
        IngestNode node = startOn(3);

        sendAll(IntStream.range(0, 300).mapToObj(i -> record("k" + i % 7, "k" + i % 7 + ":" + i)));

        await().until(() -> node.updates().size() == 300);
        assertSeamless(node.relay().published());
        for (int key = 0; key < 7; key++) {
            String prefix = "k" + key + ":";
            int first = key;
            assertThat(node.bodies().stream().filter(body -> body.startsWith(prefix)))
                    .containsExactlyElementsOf(IntStream.range(0, 300)
                            .filter(i -> i % 7 == first)
                            .mapToObj(i -> prefix + i)
                            .toList());
        }
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(heads(node)));
    }

    @Test
    void oneUpdateIsSentAtOnceByItself() {
        IngestNode node = startOn(1);

        for (int i = 0; i < 3; i++) {
            send("a", "v" + i);
            int count = i + 1;
            await().atMost(Duration.ofSeconds(2)).until(() -> node.updates().size() == count);
        }

        assertThat(node.relay().published())
                .hasSize(3)
                .allMatch(batch -> batch.updates().size() == 1);
    }

    @Test
    void batchesAreBoundedInBytes() {
        IngestNode node = startOn(1, "tidings.ingest.batches.max-bytes=3000B");

        sendAll(IntStream.range(0, 40).mapToObj(i -> record("a", "x".repeat(900) + i)));

        await().until(() -> node.updates().size() == 40);
        assertThat(node.relay().published()).allMatch(batch -> batch.bodyBytes() <= 3_000);
        assertSeamless(node.relay().published());
    }

    @Test
    void transactionsAreHolesInTheRanges() {
        IngestNode node = startOn(1);

        send("a", "first");
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of("transactional.id", group))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record("a", "aborted"));
            producer.flush();
            producer.abortTransaction();
        }

        await().untilAsserted(() -> assertThat(headOf(node)).isEqualTo(3));
        assertThat(node.bodies()).containsExactly("first");
        assertSeamless(node.relay().published());
        await().untilAsserted(() -> assertThat(committed()).containsValue(3L));
    }

    @Test
    void badRecordsBecomeDeadLettersAndTheirNeighboursPassOnce() {
        IngestNode node = startOn(1);

        send("a", "before");
        broker.send(new ProducerRecord<>(namespace.kafkaTopic(), null, "no key".getBytes(UTF_8)));
        broker.send(record("x".repeat(300), "illegal"));
        broker.send(record("big", "x".repeat(1_001)));
        send("a", "after");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("before", "after"));
        await().untilAsserted(() -> assertThat(committed()).containsValue(5L));
        assertSeamless(node.relay().published());
        List<ConsumerRecord<byte[], byte[]>> dead = deadLetters(3);
        assertThat(dead)
                .extracting(letter -> header(letter, "tidings-reason"))
                .containsExactly("no-key", "illegal-topic", "oversize");
        assertThat(dead)
                .extracting(letter -> header(letter, "kafka_dlt-original-topic"))
                .containsOnly(namespace.kafkaTopic());
        assertThat(new String(dead.get(0).value(), UTF_8)).isEqualTo("no key");
        assertThat(dead.get(0).key()).isNull();
        assertThat(dead.get(2).value()).hasSize(1_001);
        assertThat(node.count("tidings.ingest.dead.letters")).isEqualTo(3);
    }

    @Test
    void aDeadLetterThatCanNotBeWrittenIsGivenUpAndCounted() {
        broker.createTopic(namespace.kafkaTopic(), 1, Map.of());
        IngestNode node = start(
                "tidings.log.topics.create=false",
                "tidings.log.request-timeout=1s",
                "tidings.ingest.dead-letters.timeout=1s",
                "tidings.ingest.dead-letters.retry-delay=100ms");
        awaitPlaced(1);

        broker.send(new ProducerRecord<>(namespace.kafkaTopic(), null, "no key".getBytes(UTF_8)));
        send("a", "after");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("after"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(committed()).containsValue(2L));
        assertThat(node.count("tidings.ingest.dead.letters.lost")).isEqualTo(1);
    }

    @Test
    void aLargeDeadLetterGoesWithoutItsValueWhereTheTopicDoesNotTakeIt() {
        broker.createTopic(namespace.kafkaTopic() + "-dlt", 1, Map.of("max.message.bytes", "1500"));
        startOn(1);

        broker.send(record("big", "x".repeat(5_000)));

        ConsumerRecord<byte[], byte[]> dead = deadLetters(1).get(0);
        assertThat(dead.value()).isNull();
        assertThat(header(dead, "tidings-value-omitted")).isEqualTo("5000 bytes");
        assertThat(header(dead, "tidings-reason")).isEqualTo("oversize");
    }

    @Test
    void sendsAgainFromTheReceiptedPrefixWhenTheRelayRefuses() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        node.relay().refuse(2);
        sendAll(IntStream.range(1, 50).mapToObj(i -> record("a", Integer.toString(i))));

        await().untilAsserted(() -> assertThat(
                        node.updates().stream().map(Update::position).distinct())
                .hasSize(50));
        assertOrdered(node.relay().published(), 50);
        await().untilAsserted(() -> assertThat(committed()).containsValue(50L));
        assertThat(node.count("tidings.ingest.resends")).isPositive();
    }

    @Test
    void commitsNothingThatTheRelayHasNotReceipted() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));

        node.relay().hold();
        send("a", "1");
        await().until(() -> node.updates().size() == 2);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(committed()).containsValue(1L));
        node.relay().release();

        await().untilAsserted(() -> assertThat(committed()).containsValue(2L));
        assertThat(node.bodies()).containsExactly("0", "1");
    }

    @Test
    void pausesAPartitionThatHasTooMuchUnderWay() {
        IngestNode node = startOn(
                1,
                "tidings.ingest.batches.max-in-flight=20KB",
                "tidings.ingest.batches.max-bytes=5KB",
                "tidings.ingest.batches.max-poll=10");
        node.relay().hold();

        sendAll(IntStream.range(0, 200).mapToObj(i -> record("a", "x".repeat(900) + i)));

        await().until(() -> node.updates().size() > 10);
        await().during(Duration.ofMillis(800))
                .atMost(Duration.ofSeconds(5))
                .until(() -> node.updates().size() < 50);
        node.relay().release();
        await().until(() -> node.updates().size() == 200);
        assertSeamless(node.relay().published());
    }

    @Test
    void waitsWhileTheRelayIsAwayAndGoesOnWhenItIsBack() throws Exception {
        IngestNode node = startOn(1);
        node.relay().connected(false);

        sendAll(IntStream.range(0, 20).mapToObj(i -> record("a", Integer.toString(i))));
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> node.relay().published().isEmpty() && members() == 1);
        node.relay().connected(true);

        await().until(() -> node.updates().size() == 20);
        assertOrdered(node.relay().published(), 20);
    }

    @Test
    void goesOnAtTheHeadPastALongBacklog() {
        IngestNode node = startOn(1, "tidings.ingest.max-backlog=10");
        node.relay().connected(false);
        await().until(() -> node.gauge("tidings.ingest.partitions") == 1);
        sendAll(IntStream.range(0, 50).mapToObj(i -> record("a", Integer.toString(i))));

        node.relay().connected(true);
        await().until(() -> node.count("tidings.ingest.skipped") > 0);
        send("a", "new");

        await().untilAsserted(() -> assertThat(node.bodies()).contains("new"));
        assertThat(node.count("tidings.ingest.skipped") + node.updates().size()).isEqualTo(51);
        await().untilAsserted(() -> assertThat(committed()).containsValue(51L));
    }

    @Test
    void aRestartGoesOnWhereTheGroupHasCommitted() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));
        stop(node);
        send("a", "1");

        IngestNode restarted = start();

        await().untilAsserted(() -> assertThat(restarted.bodies()).containsExactly("1"));
        assertThat(restarted.relay().published().get(0).from()).isEqualTo(1);
    }

    @Test
    void stoppingCommitsWhatWasReceipted() {
        IngestNode node = startOn(1, "tidings.ingest.batches.commit-interval=1h");
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        stop(node);

        assertThat(committed()).containsValue(1L);
    }

    @Test
    void aGroupWithoutOffsetsStartsAtTheHead() {
        broker.createTopic(namespace.kafkaTopic(), 2, Map.of());
        send("a", "long ago");

        IngestNode node = start();
        awaitPlaced(2);
        send("a", "now");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("now"));
    }

    @Test
    void aNewPartitionIsReadFromItsBeginning() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        broker.growTopic(namespace.kafkaTopic(), 2);
        broker.send(new ProducerRecord<>(namespace.kafkaTopic(), 1, "b".getBytes(UTF_8), "new".getBytes(UTF_8)));

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(node.bodies()).containsExactly("0", "new"));
    }

    @Test
    void aTopicMadeAnewIsReadFromItsBeginningAsAnotherLog() {
        IngestNode node = startOn(1);
        sendAll(IntStream.range(0, 5).mapToObj(i -> record("a", "old" + i)));
        await().until(() -> node.updates().size() == 5);

        broker.deleteTopic(namespace.kafkaTopic());
        broker.createTopic(namespace.kafkaTopic(), 1, Map.of());
        send("a", "new");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(node.bodies()).contains("new"));
        assertThat(node.logs()).extracting(LogId::epoch).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void twoNodesShareThePartitionsAndTheOneThatStaysTakesOver() {
        IngestNode first = startOn(4);
        IngestNode second = start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.gauge("tidings.ingest.partitions") == 2
                        && second.gauge("tidings.ingest.partitions") == 2);
        sendAll(IntStream.range(0, 200).mapToObj(i -> record("k" + i % 20, Integer.toString(i))));
        await().until(() -> first.updates().size() + second.updates().size() == 200);
        assertThat(first.updates()).isNotEmpty();
        assertThat(second.updates()).isNotEmpty();

        stop(second);
        sendAll(IntStream.range(200, 400).mapToObj(i -> record("k" + i % 20, Integer.toString(i))));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.updates().size() + second.updates().size() == 400);
        List<Position> positions = Stream.of(first, second)
                .flatMap(node -> node.updates().stream())
                .map(Update::position)
                .toList();
        assertThat(positions).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void stopsQuicklyThoughReceiptsDoNotCome() {
        IngestNode node = startOn(1, "tidings.ingest.batches.stop-timeout=1s");
        node.relay().hold();
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        long start = System.nanoTime();
        stop(node);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(committed()).containsValue(0L);
    }

    private IngestNode startOn(int partitions, String... properties) {
        broker.createTopic(namespace.kafkaTopic(), partitions, Map.of());
        IngestNode node = start(properties);
        awaitPlaced(partitions);
        return node;
    }

    private IngestNode start(String... properties) {
        IngestNode node = new IngestNode(broker, group, new FakeRelay(), List.of(namespace), properties);
        nodes.add(node);
        return node;
    }

    private void stop(IngestNode node) {
        node.close();
        nodes.remove(node);
    }

    /** A group that is new to a topic commits its heads at once: from then on nothing is missed. */
    private void awaitPlaced(int partitions) {
        await().atMost(Duration.ofSeconds(30)).until(() -> committed().size() == partitions);
    }

    private int members() throws Exception {
        return broker.admin()
                .describeConsumerGroups(List.of(group))
                .all()
                .get(10, TimeUnit.SECONDS)
                .get(group)
                .members()
                .size();
    }

    private Map<Integer, Long> committed() {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = broker.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
            Map<Integer, Long> byPartition = new HashMap<>();
            offsets.forEach((partition, offset) -> byPartition.put(partition.partition(), offset.offset()));
            return byPartition;
        } catch (Exception e) {
            return Map.of();
        }
    }

    private static Map<Integer, Long> heads(IngestNode node) {
        Map<Integer, Long> heads = new HashMap<>();
        node.relay().published().forEach(batch -> heads.put(((LogId) batch.source()).partition(), batch.to()));
        return heads;
    }

    private static long headOf(IngestNode node) {
        return node.relay().published().stream().mapToLong(Batch::to).max().orElse(-1);
    }

    /** Each log's batches follow each other without a seam. */
    private static void assertSeamless(List<Batch> batches) {
        Map<Source, Long> next = new HashMap<>();
        for (Batch batch : batches) {
            Long expected = next.put(batch.source(), batch.to());
            assertThat(batch.from()).isEqualTo(expected == null ? batch.from() : expected);
        }
    }

    /** Doubles apart, the updates of the one log come in the order of their offsets, from 0 on and none missing. */
    private static void assertOrdered(List<Batch> batches, int count) {
        List<Long> applied = new ArrayList<>();
        long next = 0;
        for (Batch batch : batches) {
            assertThat(batch.from()).isLessThanOrEqualTo(next);
            for (Update update : batch.updates()) {
                if (update.position().offset() >= next) {
                    applied.add(update.position().offset());
                }
            }
            next = Math.max(next, batch.to());
        }
        assertThat(applied)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(Long::valueOf).toList());
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        List<ConsumerRecord<byte[], byte[]>> dead = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = namespace.kafkaTopic() + "-dlt";
            await().until(() -> consumer.partitionsFor(topic).size() > 0);
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(dead::add);
                return dead.size() >= count;
            });
        }
        dead.sort(Comparator.comparing(letter -> originalOffset(letter)));
        return dead;
    }

    private static long originalOffset(ConsumerRecord<byte[], byte[]> letter) {
        return java.nio.ByteBuffer.wrap(
                        letter.headers().lastHeader("kafka_dlt-original-offset").value())
                .getLong();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    private void sendAll(Stream<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of())) {
            records.forEach(producer::send);
        }
    }

    private void send(String key, String body) {
        broker.send(record(key, body));
    }

    private ProducerRecord<byte[], byte[]> record(String key, String body) {
        return new ProducerRecord<>(namespace.kafkaTopic(), key.getBytes(UTF_8), body.getBytes(UTF_8));
    }
}
