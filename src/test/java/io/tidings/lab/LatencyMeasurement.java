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
import org.junit.jupiter.api.Test;

/**
 * How long an update takes from Kafka's producer to the clients, with 1,000 updates a second and 100 clients that get all
 * of them, everything on the same machine. Not part of the build: it says something on a machine that does nothing else.
 *
 * <p>{@code mvn verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=LatencyMeasurement}
 */
class LatencyMeasurement {

    private static final int RATE = Integer.getInteger("tidings.measure.rate", 1_000);

    private static final int CLIENTS = Integer.getInteger("tidings.measure.clients", 100);

    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("tidings.measure.warm-up", 35));

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("tidings.measure.seconds", 20));

    private static final int TOPICS = 100;

    private static final double MEDIAN_MILLIS = 3;

    private static final double P99_MILLIS = 15;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder = LabFolder.of("latency");

    @Test
    void throughRabbitMq() throws Exception {
        try (LabBroker broker = new RabbitMqLabBroker()) {
            measure(broker);
        }
    }

    @Test
    void throughArtemis() throws Exception {
        try (LabBroker broker = new ArtemisLabBroker(folder, Jvm.FAST)) {
            measure(broker);
        }
    }

    private void measure(LabBroker broker) throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(folder, Jvm.FAST);
                MeasuredNode node = MeasuredNode.start(folder, "latency-node", settings(kafka, broker))) {
            node.awaitReady();
            Map<String, ProcessHandle> processes = new LinkedHashMap<>();
            processes.put("node", node.handle());
            processes.put(broker.name(), broker.handle());
            processes.put("Kafka", kafka.handle());
            processes.put("clients and producer", ProcessHandle.current());
            try (LoadClients clients = LoadClients.connect(node.port(), CLIENTS, TOPICS);
                    LoadFeed feed = new LoadFeed(
                            kafka.bootstrapServers(), EdgelessNode.NAMESPACE, TOPICS, Map.of("linger.ms", 0))) {
                measure(feed, clients, processes);
            }
        }
    }

    private void measure(LoadFeed feed, LoadClients clients, Map<String, ProcessHandle> processes) throws IOException {
        feed.run(RATE, WARM_UP, false);
        long sent = feed.sent();
        CpuTimes before = CpuTimes.of(processes);
        feed.run(RATE, TIME, true);
        CpuTimes used = CpuTimes.of(processes).minus(before);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(clients.received()).isEqualTo(feed.sent()));

        Latencies latencies = clients.latencies();
        say(String.format(
                "%d updates a second to %d clients: %s", (feed.sent() - sent) / TIME.toSeconds(), CLIENTS, latencies));
        processes
                .keySet()
                .forEach(process -> say(String.format(
                        "CPU %%: %s %.1f (%s)",
                        process,
                        100 * used.of(process) / TIME.toSeconds(),
                        used.busiest(process, TIME.toSeconds() / 100.0))));
        assertThat(clients.faults()).isZero();
        assertThat(latencies.count()).isEqualTo((feed.sent() - sent) * CLIENTS);
        assertThat(latencies.millis(0.5)).isLessThan(MEDIAN_MILLIS);
        assertThat(latencies.millis(0.99)).isLessThan(P99_MILLIS);
    }

    private static List<String> settings(KafkaProcess kafka, LabBroker broker) {
        List<String> settings = new ArrayList<>(broker.settings());
        settings.add("--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
        settings.add("--tidings.log.topics.partitions=4");
        settings.add("--tidings.namespaces.load.retain=true");
        settings.add("--tidings.relay.addresses=127.0.0.1:" + broker.port());
        return settings;
    }

    private static void say(String result) {
        System.out.println("Latency: " + result);
    }
}
