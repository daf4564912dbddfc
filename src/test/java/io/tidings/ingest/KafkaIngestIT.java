package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The way of records from Kafka to the relay. */
class KafkaIngestIT extends AbstractKafkaIngestIT {

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
            await().atMost(Duration.ofSeconds(20)).until(() -> node.updates().size() == count);
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
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of("transactional.id", group()))) {
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
    void aNewPartitionIsReadFromItsBeginning() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        broker.growTopic(namespace().kafkaTopic(), 2);
        broker.send(new ProducerRecord<>(namespace().kafkaTopic(), 1, "b".getBytes(UTF_8), "new".getBytes(UTF_8)));

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(node.bodies()).containsExactly("0", "new"));
    }

    @Test
    void goesOnWhereTheLogBeginsWhenRetentionWasFasterThanTheRelay() throws Exception {
        IngestNode node = startOn(1);
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));
        node.relay().connected(false);
        // Longer than the fetch that may be under way at the halt, which would bring what is deleted then.
        await().during(Duration.ofSeconds(1)).until(() -> node.gauge("tidings.ingest.partitions.halted") == 1);
        sendAll(IntStream.range(1, 10).mapToObj(i -> record("a", Integer.toString(i))));

        broker.admin()
                .deleteRecords(Map.of(new TopicPartition(namespace().kafkaTopic(), 0), RecordsToDelete.beforeOffset(6)))
                .all()
                .get(10, TimeUnit.SECONDS);
        node.relay().connected(true);

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("0", "6", "7", "8", "9"));
        assertThat(node.relay().published().get(1).from()).isEqualTo(6);
        assertThat(node.count("tidings.ingest.skipped")).isEqualTo(5);
        assertThat(node.count("tidings.ingest.restarts")).isOne();
    }

    @Test
    void aTopicMadeAnewIsReadFromItsBeginningAsAnotherLog() {
        IngestNode node = startOn(1);
        sendAll(IntStream.range(0, 5).mapToObj(i -> record("a", "old" + i)));
        await().until(() -> node.updates().size() == 5);

        broker.deleteTopic(namespace().kafkaTopic());
        broker.createTopic(namespace().kafkaTopic(), 1, Map.of());
        send("a", "new");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(node.bodies()).contains("new"));
        assertThat(node.logs()).extracting(LogId::epoch).doesNotHaveDuplicates().hasSize(2);
    }

    private static Map<Integer, Long> heads(IngestNode node) {
        Map<Integer, Long> heads = new HashMap<>();
        node.relay().published().forEach(batch -> heads.put(((LogId) batch.source()).partition(), batch.to()));
        return heads;
    }

    private static long headOf(IngestNode node) {
        return node.relay().published().stream().mapToLong(Batch::to).max().orElse(-1);
    }
}
