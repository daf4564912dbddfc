package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the way from Kafka through the broker to the replica takes, with Kafka, the broker and the producer on the same
 * machine: 100,000 updates of 256 bytes a second. What the replica tells is checked by numbers. Not part of the build.
 *
 * <p>{@code mvn verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ThroughputMeasurement}
 */
class ThroughputMeasurement {

    private static final int RATE = Integer.getInteger("tidings.measure.rate", 100_000);

    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("tidings.measure.warm-up", 25));

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("tidings.measure.seconds", 20));

    /** How much of the rate must arrive within the time: a service that falls behind shows here. */
    private static final double KEPT_UP = 0.95;

    private static final int TOPICS = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder = LabFolder.of("throughput");

    private final List<MeasuredNode> nodes = new ArrayList<>();

    private KafkaProcess kafka;

    private LoadFeed feed;

    @BeforeEach
    void start() {
        kafka = KafkaProcess.start(folder, Jvm.FAST);
        feed = new LoadFeed(
                kafka.bootstrapServers(),
                EdgelessNode.NAMESPACE,
                TOPICS,
                Map.of("linger.ms", 2, "batch.size", 128 * 1024));
    }

    @AfterEach
    void stop() {
        feed.close();
        nodes.forEach(MeasuredNode::close);
        kafka.close();
    }

    @Test
    void throughRabbitMq() throws Exception {
        try (LabBroker broker = new RabbitMqLabBroker()) {
            startNode("rabbitmq", true, broker);
            measure(broker);
        }
    }

    @Test
    void throughArtemis() throws Exception {
        try (LabBroker broker = new ArtemisLabBroker(folder, Jvm.FAST)) {
            startNode("artemis", true, broker);
            measure(broker);
        }
    }

    /** The second node only takes what the relay brings: one pass over all updates. */
    @Test
    void throughArtemisToASecondNode() throws Exception {
        try (LabBroker broker = new ArtemisLabBroker(folder, Jvm.FAST)) {
            startNode("ingesting", true, broker);
            startNode("following", false, broker);
            measure(broker);
        }
    }

    /** Nothing comes by the relay: the replica reads the log itself. */
    @Test
    void whileTheBrokerIsDown() throws Exception {
        try (LabBroker broker = new ArtemisLabBroker(folder, Jvm.FAST)) {
            startNode("alone", true, broker);
            broker.stop();
            measure(null);
        }
    }

    private void startNode(String name, boolean ingest, LabBroker broker) {
        List<String> settings = Stream.concat(
                        broker.settings().stream(),
                        Stream.of(
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--tidings.log.topics.partitions=4",
                                "--tidings.relay.addresses=127.0.0.1:" + broker.port()))
                .toList();
        MeasuredNode node = MeasuredNode.startEdgeless(folder, name, ingest, settings);
        node.awaitReady();
        nodes.add(node);
        say("node " + name);
    }

    private void measure(LabBroker broker) throws IOException {
        feed.run(RATE, WARM_UP, false);
        awaitAll();
        Map<String, ProcessHandle> processes = processes(broker);
        List<Meters> before = nodes.stream().map(Meters::of).toList();
        CpuTimes began = CpuTimes.of(processes);
        long sentBefore = feed.sent();
        long start = System.nanoTime();
        feed.run(RATE, TIME, true);
        long produced = System.nanoTime();
        awaitAll();
        long arrived = System.nanoTime();
        CpuTimes used = CpuTimes.of(processes).minus(began);

        double millions = (feed.sent() - sentBefore) / 1e6;
        say(String.format(
                "%.2f million updates, produced at %.0f a second, all there after %.0f ms more: %.0f a second",
                millions,
                millions * 1e15 / (produced - start),
                (arrived - produced) / 1e6,
                millions * 1e15 / (arrived - start)));
        processes
                .keySet()
                .forEach(process -> say(String.format(
                        "CPU s a million updates: %s %.2f, without compilers %.2f (%s)",
                        process,
                        used.of(process) / millions,
                        used.withoutCompilers(process) / millions,
                        used.busiest(process, millions))));
        for (int i = 0; i < nodes.size(); i++) {
            report(nodes.get(i), before.get(i));
        }
        assertThat(millions * 1e15 / (arrived - start)).isGreaterThan(KEPT_UP * RATE);
    }

    private void report(MeasuredNode node, Meters before) {
        say(String.format(
                "from the producer to the replica: p50 %.1f, p99 %.1f, longest %.1f ms",
                node.meter("probe_p50"), node.meter("probe_p99"), node.meter("probe_longest")));
        say(Meters.of(node).minus(before).toString());
        assertThat(node.meter("probe_faults")).isZero();
        assertThat(node.meter("probe_resets")).isZero();
    }

    private void awaitAll() {
        for (MeasuredNode node : nodes) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(node.meter("probe_updates")).isEqualTo(feed.sent()));
        }
    }

    private Map<String, ProcessHandle> processes(LabBroker broker) {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        nodes.forEach(node -> processes.put("node " + nodes.indexOf(node), node.handle()));
        if (broker != null) {
            processes.put(broker.name(), broker.handle());
        }
        processes.put("Kafka", kafka.handle());
        processes.put("producer", ProcessHandle.current());
        return processes;
    }

    private static void say(String result) {
        System.out.println("Throughput: " + result);
    }

    private record Meters(Map<String, Double> counts) {

        private static final List<String> NAMES = List.of(
                "tidings_ingest_updates_total",
                "tidings_ingest_resends_total",
                "tidings_relay_published_bytes_count",
                "tidings_relay_published_bytes_sum",
                "tidings_relay_received_bytes_count",
                "tidings_replica_updates_total",
                "tidings_replica_direct_reads_total",
                "tidings_replica_doubles_total",
                "tidings_replica_gaps_total",
                "tidings_replica_discarded_total");

        static Meters of(MeasuredNode node) {
            Map<String, Double> counts = new LinkedHashMap<>();
            NAMES.forEach(name -> counts.put(name.replaceAll("tidings_|_total", ""), node.meter(name)));
            return new Meters(counts);
        }

        Meters minus(Meters before) {
            Map<String, Double> rest = new LinkedHashMap<>();
            counts.forEach((name, count) -> rest.put(name, count - before.counts.get(name)));
            return new Meters(rest);
        }

        @Override
        public String toString() {
            return counts.toString();
        }
    }
}
