package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.topic.Batch;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Nodes that ingest a namespace of the test's own from a real Kafka into a relay of the test's. */
@Timeout(90)
abstract class AbstractKafkaIngestIT {

    static final KafkaBroker broker = KafkaBroker.shared();

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

    Namespace namespace() {
        return namespace;
    }

    /** The consumer group of the test's nodes. */
    String group() {
        return group;
    }

    IngestNode startOn(int partitions, String... properties) {
        broker.createTopic(namespace.kafkaTopic(), partitions, Map.of());
        IngestNode node = start(properties);
        awaitPlaced(partitions);
        return node;
    }

    IngestNode start(String... properties) {
        IngestNode node = new IngestNode(broker, group, new FakeRelay(), List.of(namespace), properties);
        nodes.add(node);
        return node;
    }

    void stop(IngestNode node) {
        node.close();
        nodes.remove(node);
    }

    /** A group that is new to a topic commits its heads at once: from then on nothing is missed. */
    void awaitPlaced(int partitions) {
        await().atMost(Duration.ofSeconds(30)).until(() -> committed().size() == partitions);
    }

    Map<Integer, Long> committed() {
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

    /** Each log's batches follow each other without a seam. */
    static void assertSeamless(List<Batch> batches) {
        Map<Source, Long> next = new HashMap<>();
        for (Batch batch : batches) {
            Long expected = next.put(batch.source(), batch.to());
            assertThat(batch.from()).isEqualTo(expected == null ? batch.from() : expected);
        }
    }

    void sendAll(Stream<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of())) {
            records.forEach(producer::send);
        }
    }

    void send(String key, String body) {
        broker.send(record(key, body));
    }

    ProducerRecord<byte[], byte[]> record(String key, String body) {
        return new ProducerRecord<>(namespace.kafkaTopic(), key.getBytes(UTF_8), body.getBytes(UTF_8));
    }
}
