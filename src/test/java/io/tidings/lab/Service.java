package io.tidings.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The whole of the service as processes: Kafka, a broker, and nodes. Several may share a Kafka and a broker. */
final class Service implements AutoCloseable {

    private final String name;

    private final KafkaProcess kafka;

    private final LabBroker broker;

    private final List<String> further;

    private final List<NodeProcess> nodes = new ArrayList<>();

    private Service(String name, KafkaProcess kafka, LabBroker broker, List<String> further) {
        this.name = name;
        this.kafka = kafka;
        this.broker = broker;
        this.further = further;
    }

    /**
     * A service without nodes, whose name tells it from others on the same Kafka and broker.
     *
     * @param further settings of its nodes, besides those of the laboratory
     */
    static Service of(String name, KafkaProcess kafka, LabBroker broker, String... further) {
        return new Service(name, kafka, broker, List.of(further));
    }

    /**
     * Starts this many nodes, and waits until they take clients.
     *
     * @param classPath what goes before their classes
     */
    Service start(Path folder, int count, List<Path> classPath) {
        for (int i = 0; i < count; i++) {
            String node = name + "-node" + nodes.size();
            List<String> all = new ArrayList<>(settings());
            all.addAll(further);
            nodes.add(NodeProcess.start(folder, node, classPath, broker.port(), all));
        }
        nodes.forEach(NodeProcess::awaitReady);
        return this;
    }

    KafkaProcess kafka() {
        return kafka;
    }

    LabBroker broker() {
        return broker;
    }

    /** The consumer group of ingest. */
    String group() {
        return name;
    }

    /** The Kafka topic of the durable namespace {@code lab}. */
    String kafkaTopic() {
        return name;
    }

    /** A node; counted around. */
    NodeProcess node(int number) {
        return nodes.get(number % nodes.size());
    }

    List<Integer> ports() {
        return nodes.stream().map(NodeProcess::port).toList();
    }

    /** Ends the nodes; Kafka and the broker are their starter's. */
    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
    }

    /** Time-outs are short, for a fault lasts seconds; the history is long, for nobody may miss anything for its age. */
    private List<String> settings() {
        return Stream.concat(
                        broker.settings().stream(),
                        Stream.of(
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--tidings.ingest.consumer.session-timeout=6s",
                                "--tidings.ingest.group=" + group(),
                                "--tidings.log.topics.partitions=3",
                                "--tidings.relay.destination-prefix=" + name,
                                "--tidings.relay.heart-beat=1s",
                                "--tidings.relay.receipt-timeout=3s",
                                "--tidings.relay.connect-timeout=3s",
                                "--tidings.relay.reconnect.max=1s",
                                "--tidings.session.heart-beat=2s",
                                "--tidings.session.send-buffer=128KB",
                                "--tidings.namespaces.lab.kafka-topic=" + kafkaTopic(),
                                "--tidings.namespaces.lab.publish=anyone",
                                "--tidings.namespaces.lab.history.size=10000",
                                "--tidings.namespaces.lab.history.window=10m",
                                "--tidings.namespaces.blink.durable=false",
                                "--tidings.namespaces.blink.publish=anyone"))
                .toList();
    }
}
