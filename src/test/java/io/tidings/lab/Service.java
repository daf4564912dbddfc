package io.tidings.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The whole of the service as processes: Kafka, a broker, and nodes. */
final class Service implements AutoCloseable {

    /** The consumer group of ingest. */
    static final String GROUP = "lab";

    /** The Kafka topic of the durable namespace. */
    static final String KAFKA_TOPIC = "lab";

    private final KafkaProcess kafka;

    private final LabBroker broker;

    private final List<NodeProcess> nodes = new ArrayList<>();

    private Service(KafkaProcess kafka, LabBroker broker) {
        this.kafka = kafka;
        this.broker = broker;
    }

    /** Starts the nodes, and waits until they take clients. */
    static Service start(Path folder, KafkaProcess kafka, LabBroker broker, int nodes) {
        Service service = new Service(kafka, broker);
        try {
            for (int i = 0; i < nodes; i++) {
                service.nodes.add(
                        NodeProcess.start(folder, "node" + i, List.of(), broker.port(), settings(kafka, broker)));
            }
            service.nodes.forEach(NodeProcess::awaitReady);
            return service;
        } catch (RuntimeException | Error e) {
            service.close();
            throw e;
        }
    }

    KafkaProcess kafka() {
        return kafka;
    }

    LabBroker broker() {
        return broker;
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
    static List<String> settings(KafkaProcess kafka, LabBroker broker) {
        return Stream.concat(
                        broker.settings().stream(),
                        Stream.of(
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--spring.kafka.consumer.properties.session.timeout.ms=6000",
                                "--spring.kafka.consumer.properties.heartbeat.interval.ms=1000",
                                "--tidings.ingest.group=" + GROUP,
                                "--tidings.log.topics.partitions=3",
                                "--tidings.relay.heart-beat=1s",
                                "--tidings.relay.receipt-timeout=3s",
                                "--tidings.relay.connect-timeout=3s",
                                "--tidings.relay.reconnect.max=1s",
                                "--tidings.session.send-buffer=256KB",
                                "--tidings.namespaces.lab.kafka-topic=" + KAFKA_TOPIC,
                                "--tidings.namespaces.lab.publish=anyone",
                                "--tidings.namespaces.lab.history.size=10000",
                                "--tidings.namespaces.lab.history.window=10m",
                                "--tidings.namespaces.blink.durable=false",
                                "--tidings.namespaces.blink.publish=anyone"))
                .toList();
    }
}
