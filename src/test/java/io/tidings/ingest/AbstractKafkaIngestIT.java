package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.topic.Batch;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Source;
import io.tidings.topic.TopicFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
@Timeout(240)
abstract class AbstractKafkaIngestIT {

    static final KafkaBroker broker = KafkaBroker.shared();

    private final List<IngestNode> nodes = new ArrayList<>();

    private final List<Batch> everything = Collections.synchronizedList(new ArrayList<>());

    private Namespace namespace;

    private String group;

    @BeforeEach
    void prepare() {
        namespace = newNamespace("key");
        group = broker.name("group");
    }

    @AfterEach
    void stopNodes() {
        nodes.forEach(node -> {
            node.relay().thaw();
            node.close();
        });
    }

    static Namespace newNamespace(String topicFrom) {
        String name = broker.name("ingest");
        Policy policy = new Policy(true, false, Policy.DEFAULT.history(), 100, 1_000);
        return new Namespace(name, name, TopicFrom.parse(topicFrom), policy, Namespace.Access.DEFAULT);
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
        return start(List.of(namespace), properties);
    }

    IngestNode start(List<Namespace> namespaces, String... properties) {
        IngestNode node = new IngestNode(broker, group, new FakeRelay(everything::add), namespaces, properties);
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
        return committed(namespace);
    }

    /** By partition. */
    Map<Integer, Long> committed(Namespace of) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = broker.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
            Map<Integer, Long> byPartition = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                if (partition.topic().equals(of.kafkaTopic())) {
                    byPartition.put(partition.partition(), offset.offset());
                }
            });
            return byPartition;
        } catch (Exception e) {
            return Map.of();
        }
    }

    /** What all nodes have handed over, in the order in which they did. */
    List<Batch> everything() {
        synchronized (everything) {
            return List.copyOf(everything);
        }
    }

    /** What a replica makes of batches, by log: doubles are dropped; a hole that it would have to read fails the test. */
    static Map<Source, List<String>> applied(List<Batch> batches) {
        Map<Source, Long> next = new HashMap<>();
        Map<Source, List<String>> bodies = new HashMap<>();
        for (Batch batch : batches) {
            long reached = next.getOrDefault(batch.source(), batch.from());
            assertThat(batch.from()).as("begin after %s", reached).isLessThanOrEqualTo(reached);
            List<String> log = bodies.computeIfAbsent(batch.source(), source -> new ArrayList<>());
            batch.updates().stream()
                    .filter(update -> update.position().offset() >= reached)
                    .forEach(update -> log.add(new String(update.body(), UTF_8)));
            next.put(batch.source(), Math.max(reached, batch.to()));
        }
        return bodies;
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
