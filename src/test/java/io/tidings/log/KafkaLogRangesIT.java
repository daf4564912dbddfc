package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the ranges of a log in Kafka begin and end, and the holes in them. */
class KafkaLogRangesIT extends AbstractLogTests {

    private static final Policy ONE_DAY =
            new Policy(true, false, new Policy.History(10, Duration.ofDays(1)), 100, 1024);

    private static final KafkaBroker broker = KafkaBroker.shared();

    private static KafkaLogContext context;

    @BeforeAll
    static void start() {
        context = KafkaLogContext.start(broker, "tidings.log.topics.partitions=3");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Override
    UpdateLog log() {
        return context.log();
    }

    @Override
    Namespace namespace(Policy policy) {
        return context.namespace(broker.name("log"), policy);
    }

    @Test
    void transactionsAreHolesWhereTheyEndOrWereAborted() throws Exception {
        Namespace namespace = namespace(ONE_DAY);
        Published first = get(log().append(text(namespace, "a", "first")));
        produceInTransaction(namespace, "a", List.of("x", "y"), false);
        produceInTransaction(namespace, "a", List.of("committed"), true);
        // A transaction's marker is written some time after its end was acknowledged.
        await().until(() -> headOf(namespace, logOf(first)) == first.position().offset() + 6);
        Published last = get(log().append(text(namespace, "a", "last")));
        List<Batch> batches = new ArrayList<>();

        long to = last.position().offset() + 1;
        get(log().read(logOf(first), first.position().offset(), to, batches::add));

        assertThat(to - first.position().offset()).isEqualTo(7);
        assertThat(bodies(batches)).containsExactly("first", "committed", "last");
        assertSeamless(batches, first.position().offset(), to);
    }

    @Test
    void anOpenTransactionIsAboveTheHead() throws Exception {
        Namespace namespace = namespace(ONE_DAY);
        Published first = get(log().append(text(namespace, "a", "first")));
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            producer.send(record(namespace, "a", "open"));
            producer.flush();

            assertThat(headOf(namespace, logOf(first)))
                    .isEqualTo(first.position().offset() + 1);
            producer.commitTransaction();
        }
        await().untilAsserted(() -> assertThat(headOf(namespace, logOf(first)))
                .isEqualTo(first.position().offset() + 3));
    }

    @Test
    void readsARangeThatEndsInHoles() throws Exception {
        Namespace namespace = namespace(ONE_DAY);
        Published first = get(log().append(text(namespace, "a", "first")));
        produceInTransaction(namespace, "a", List.of("x"), false);
        List<Batch> batches = new ArrayList<>();
        await().until(() -> headOf(namespace, logOf(first)) == first.position().offset() + 3);

        get(log().read(logOf(first), first.position().offset(), first.position().offset() + 3, batches::add));

        assertThat(bodies(batches)).containsExactly("first");
        assertSeamless(batches, first.position().offset(), first.position().offset() + 3);
    }

    @Test
    void recordsThatAreNoUpdatesAreHoles() throws Exception {
        Namespace namespace = namespace(new Policy(true, false, ONE_DAY.history(), 100, 4));
        broker.createTopic(namespace.kafkaTopic(), 1, Map.of());
        broker.send(new ProducerRecord<>(namespace.kafkaTopic(), null, "no key".getBytes(UTF_8)));
        broker.send(new ProducerRecord<>(namespace.kafkaTopic(), new byte[] {(byte) 0xff}, new byte[0]));
        broker.send(record(namespace, "a", "too long"));
        broker.send(
                record(namespace, "a".repeat(Topic.MAX_LENGTH - namespace.name().length()), "x"));
        broker.send(record(namespace, "a", "good"));
        LogId log = onlyLog(namespace);
        List<Batch> batches = new ArrayList<>();

        get(log().read(log, 0, 5, batches::add));

        assertThat(bodies(batches)).containsExactly("good");
        assertSeamless(batches, 0, 5);
    }

    @Test
    void readingBeginsLaterWhereRetentionRemovedTheBeginning() throws Exception {
        Namespace namespace = namespace(ONE_DAY);
        broker.createTopic(namespace.kafkaTopic(), 1, Map.of());
        for (int i = 0; i < 10; i++) {
            broker.send(record(namespace, "a", "v" + i));
        }
        TopicPartition partition = new TopicPartition(namespace.kafkaTopic(), 0);
        broker.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(7)))
                .all()
                .get(20, TimeUnit.SECONDS);
        LogId log = onlyLog(namespace);
        List<Batch> batches = new ArrayList<>();

        assertThat(get(log().read(log, 3, 10, batches::add))).isEqualTo(7);
        assertThat(bodies(batches)).containsExactly("v7", "v8", "v9");
        assertThat(get(log().read(log, 1, 5, batches::add))).isEqualTo(7);
    }

    @Test
    void aWindowBeginsByTheTimesThatProducersGave() throws Exception {
        Namespace namespace = namespace(ONE_DAY);
        broker.createTopic(namespace.kafkaTopic(), 1, Map.of());
        for (long time : List.of(1_000L, 2_000L, 3_000L)) {
            broker.send(new ProducerRecord<>(namespace.kafkaTopic(), 0, time, "a".getBytes(UTF_8), new byte[0]));
        }
        LogId log = onlyLog(namespace);

        assertThat(get(log().offsetAt(log, Instant.ofEpochMilli(1_500)))).isEqualTo(1);
        assertThat(get(log().offsetAt(log, Instant.ofEpochMilli(3_001)))).isEqualTo(3);
        assertThat(get(log().offsetAt(log, Instant.ofEpochMilli(-5)))).isZero();
    }

    /** The namespace's log, once its new Kafka topic is seen. */
    private LogId onlyLog(Namespace namespace) {
        return await().until(() -> get(log().heads(List.of(namespace))), heads -> !heads.isEmpty())
                .get(0)
                .log();
    }

    private static void produceInTransaction(Namespace namespace, String key, List<String> bodies, boolean commit) {
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            bodies.forEach(body -> producer.send(record(namespace, key, body)));
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of("transactional.id", broker.name("tx")));
        producer.initTransactions();
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> record(Namespace namespace, String key, String body) {
        return new ProducerRecord<>(namespace.kafkaTopic(), key.getBytes(UTF_8), body.getBytes(UTF_8));
    }

    private static List<String> bodies(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.updates().stream())
                .map(update -> new String(update.body(), UTF_8))
                .toList();
    }

    private static void assertSeamless(List<Batch> batches, long from, long to) {
        long next = from;
        for (Batch batch : batches) {
            assertThat(batch.from()).isEqualTo(next);
            next = batch.to();
        }
        assertThat(next).isGreaterThanOrEqualTo(to);
    }
}
