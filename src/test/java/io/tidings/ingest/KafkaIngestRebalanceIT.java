package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Partitions that go from node to node while batches are under way. */
class KafkaIngestRebalanceIT extends AbstractKafkaIngestIT {

    private static final Duration REBALANCE = Duration.ofSeconds(30);

    @Test
    void nothingIsLostDoubledOrReorderedWhileNodesComeAndGoAndPartitionsAreAdded() throws Exception {
        IngestNode first = startOn(4);
        first.relay().confirmAfter(Duration.ofMillis(30));
        try (Load load = new Load(4)) {
            IngestNode second = start();
            second.relay().confirmAfter(Duration.ofMillis(30));
            awaitPartitions(first, 2);
            awaitPartitions(second, 2);
            broker.growTopic(namespace().kafkaTopic(), 6);
            load.spreadOver(6);
            awaitPartitions(first, 3);
            awaitPartitions(second, 3);
            stop(first);
            awaitPartitions(second, 6);
            IngestNode third = start();
            awaitPartitions(third, 3);
            load.stop();
            await().atMost(REBALANCE).untilAsserted(() -> assertThat(bodies()).isEqualTo(load.sent()));
            await().untilAsserted(() -> assertThat(committed()).isEqualTo(load.heads()));
        }
        assertThat(everything()).filteredOn(batch -> partition(batch) >= 4).anyMatch(batch -> batch.from() == 0);
    }

    @Test
    void theSuccessorOfANodeThatDiesBeforeItCommitsSendsTheSameAgain() {
        IngestNode doomed = startOn(
                1,
                "tidings.ingest.consumer.max-poll-interval=2s",
                "tidings.ingest.batches.commit-interval=1h",
                "tidings.ingest.batches.max-bytes=1KB");
        sendAll(IntStream.range(0, 10).mapToObj(i -> record("a", Integer.toString(i))));
        await().until(() -> doomed.updates().size() == 10);
        doomed.relay().freeze(Integer.MAX_VALUE);
        send("a", "10");
        await().until(() -> doomed.updates().size() == 11);

        IngestNode successor = start();
        await().atMost(REBALANCE).until(() -> successor.updates().size() == 11);
        send("a", "11");

        List<String> all = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        await().untilAsserted(() -> assertThat(successor.bodies()).containsExactlyElementsOf(all));
        assertThat(applied(everything())).hasSize(1).containsValue(all);
        await().untilAsserted(() -> assertThat(committed()).containsValue(12L));
        comesToLifeAgain(doomed, all);
    }

    /** What it still does is doubles, and it commits nothing over its successor's head. */
    private void comesToLifeAgain(IngestNode doomed, List<String> all) {
        doomed.relay().thaw();
        await().atMost(REBALANCE).until(() -> doomed.count("tidings.ingest.rebalances") >= 2);
        assertThat(applied(everything())).hasSize(1).containsValue(all);
        stop(doomed);
        assertThat(committed()).containsValue(12L);
    }

    @Test
    void aConsumerThatHangsLosesItsPartitionToAnotherOfTheSameNodeWhichKeepsIt() {
        IngestNode node = startOn(1, "tidings.ingest.consumer.max-poll-interval=2s", "tidings.ingest.concurrency=2");
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));

        node.relay().freeze(1);
        send("a", "1");
        await().atMost(REBALANCE).until(() -> node.updates().size() == 3);
        node.relay().thaw();
        await().atMost(REBALANCE).until(() -> node.count("tidings.ingest.rebalances") >= 3);
        send("a", "2");

        await().atMost(REBALANCE).untilAsserted(() -> assertThat(committed()).containsValue(3L));
        assertThat(applied(everything())).containsValue(List.of("0", "1", "2"));
        await().untilAsserted(() ->
                assertThat(node.gauge("tidings.ingest.partitions")).isOne());
    }

    @Test
    void aNamespaceThatOnlySomeNodesKnowIsReadByThoseAlone() {
        Namespace added = newNamespace("key");
        broker.createTopic(added.kafkaTopic(), 2, Map.of());
        IngestNode old = startOn(2);
        IngestNode upgraded = start(List.of(namespace(), added));
        await().atMost(REBALANCE)
                .until(() -> old.gauge("tidings.ingest.partitions") + upgraded.gauge("tidings.ingest.partitions") == 4
                        && committed(added).size() == 2);

        broker.send(new ProducerRecord<>(added.kafkaTopic(), 0, bytes("a"), bytes("0")));
        broker.send(new ProducerRecord<>(added.kafkaTopic(), 1, bytes("a"), bytes("1")));
        sendAll(IntStream.range(0, 10).mapToObj(i -> record("k" + i, "old" + i)));

        await().untilAsserted(() ->
                assertThat(old.updates().size() + upgraded.updates().size()).isEqualTo(12));
        assertThat(upgraded.bodies()).contains("0", "1");
        assertThat(old.bodies()).isNotEmpty().doesNotContain("0", "1");
        stop(upgraded);
        sendAll(IntStream.range(10, 20).mapToObj(i -> record("k" + i, "old" + i)));
        await().atMost(REBALANCE)
                .until(() -> everything().stream()
                                .mapToInt(batch -> batch.updates().size())
                                .sum()
                        == 22);
    }

    private static void awaitPartitions(IngestNode node, int partitions) {
        await().atMost(REBALANCE).until(() -> node.gauge("tidings.ingest.partitions") == partitions);
    }

    private Map<Integer, List<String>> bodies() {
        Map<Integer, List<String>> byPartition = new HashMap<>();
        Map<Source, List<String>> bodies = applied(everything());
        bodies.forEach((source, log) -> byPartition.put(((LogId) source).partition(), log));
        return byPartition;
    }

    private static int partition(Batch batch) {
        return ((LogId) batch.source()).partition();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Records on all partitions, numbered in each, at a steady rate. */
    private final class Load implements AutoCloseable {

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

        private final KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of());

        private final Map<Integer, Integer> counts = new ConcurrentHashMap<>();

        private volatile int partitions;

        Load(int partitions) {
            this.partitions = partitions;
            Future<?> unused = thread.scheduleWithFixedDelay(this::send, 0, 5, TimeUnit.MILLISECONDS);
        }

        void spreadOver(int more) {
            partitions = more;
        }

        void stop() throws InterruptedException {
            thread.shutdown();
            assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            producer.flush();
        }

        Map<Integer, List<String>> sent() {
            Map<Integer, List<String>> sent = new HashMap<>();
            counts.forEach((partition, count) -> sent.put(
                    partition,
                    IntStream.range(0, count).mapToObj(Integer::toString).toList()));
            return sent;
        }

        Map<Integer, Long> heads() {
            Map<Integer, Long> heads = new HashMap<>();
            counts.forEach((partition, count) -> heads.put(partition, count.longValue()));
            return heads;
        }

        @Override
        public void close() {
            thread.shutdownNow();
            producer.close(Duration.ZERO);
        }

        private void send() {
            for (int partition = 0; partition < partitions; partition++) {
                int number = counts.merge(partition, 1, Integer::sum) - 1;
                producer.send(new ProducerRecord<>(
                        namespace().kafkaTopic(), partition, bytes("k"), bytes(Integer.toString(number))));
            }
        }
    }
}
