package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.ArtemisBroker;
import io.tidings.testing.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** One node with a real Kafka and a real broker, and subscribers who are to notice nothing of what goes wrong behind it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractRepairIT {

    static final KafkaBroker KAFKA = KafkaBroker.shared();

    final Faults faults = new Faults();

    final Map<String, String> kafkaTopics = new TreeMap<>();

    private final List<Follower> followers = new ArrayList<>();

    ArtemisBroker broker;

    ClusterNode node;

    /** The namespaces of the node, each with a Kafka topic of its own. */
    abstract List<String> namespaces();

    /** What else is to be set. */
    abstract List<String> settings();

    @BeforeAll
    void startNode() {
        broker = ArtemisBroker.create();
        List<String> settings = new ArrayList<>(List.of(
                "--spring.kafka.bootstrap-servers=" + KAFKA.bootstrapServers(),
                "--tidings.ingest.group=" + KAFKA.name("repair"),
                "--tidings.log.topics.partitions=2",
                "--tidings.relay.addresses=" + broker.address()));
        for (String namespace : namespaces()) {
            kafkaTopics.put(namespace, KAFKA.name(namespace));
            settings.add("--tidings.namespaces." + namespace + ".kafka-topic=" + kafkaTopics.get(namespace));
        }
        settings.addAll(settings());
        prepare();
        node = ClusterNode.start(settings, faults);
    }

    /** Before the node starts. */
    void prepare() {}

    @AfterEach
    void leave() {
        faults.none();
        followers.forEach(Follower::close);
        followers.clear();
    }

    @AfterAll
    void stopNode() {
        node.close();
        broker.close();
    }

    /** A subscriber who wants news only. */
    Follower follow(String destination) {
        return follow(destination, "snapshot:false");
    }

    Follower follow(String destination, String header) {
        Follower follower = Follower.of(node, destination, header);
        followers.add(follower);
        return follower;
    }

    SteadyProducer produceSteadily(String namespace, String keys) {
        return new SteadyProducer(KAFKA, kafkaTopics.get(namespace), keys);
    }

    void produce(String namespace, String key, String body) {
        KAFKA.send(record(namespace, key, body));
    }

    ProducerRecord<byte[], byte[]> record(String namespace, String key, String body) {
        return new ProducerRecord<>(
                kafkaTopics.get(namespace),
                key.getBytes(StandardCharsets.UTF_8),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** Checks that all of a {@link SteadyProducer}'s records came, once and in the order of their topic. */
    static void assertWhole(Follower follower, String prefix, int count) {
        follower.await(count);
        Map<String, List<Integer>> expected = new TreeMap<>();
        for (int key = 0; key < Math.min(count, SteadyProducer.KEYS); key++) {
            expected.put(
                    prefix + key,
                    IntStream.of(SteadyProducer.expected(key, count)).boxed().toList());
        }
        assertThat(follower.numbers()).isEqualTo(expected);
    }
}
