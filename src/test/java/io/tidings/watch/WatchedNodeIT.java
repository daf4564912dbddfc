package io.tidings.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.TidingsApplication;
import io.tidings.testing.ArtemisBroker;
import io.tidings.testing.KafkaBroker;
import io.tidings.testing.Prometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A real Prometheus with the chart's rules watches a node with all its parts: a real Kafka, a real broker, an authorizer. */
class WatchedNodeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final KafkaBroker KAFKA = KafkaBroker.shared();

    private static ArtemisBroker artemis;

    private static ConfigurableApplicationContext node;

    private static Prometheus prometheus;

    @BeforeAll
    static void start() throws Exception {
        artemis = ArtemisBroker.create();
        node = new SpringApplication(TidingsApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.kafka.bootstrap-servers=" + KAFKA.bootstrapServers(),
                        "--tidings.relay.addresses=" + artemis.address(),
                        "--tidings.admin.token=a-token-that-only-this-test-knows",
                        "--tidings.ingest.group=" + KAFKA.name("watched"),
                        "--tidings.canary.enabled=true",
                        "--tidings.access.authorizer.url=http://127.0.0.1:1/",
                        "--tidings.namespaces.scores.kafka-topic=" + KAFKA.name("scores"),
                        "--tidings.namespaces.scores.subscribe=authorizer");
        prometheus = Prometheus.scraping(
                node.getEnvironment().getRequiredProperty("local.server.port", Integer.class), hurried());
    }

    @AfterAll
    static void stop() {
        Stream.of(prometheus, node, artemis).filter(part -> part != null).forEach(WatchedNodeIT::close);
    }

    @Test
    void hasWhatRulesAndPanelsName() throws Exception {
        System.gc(); // Pauses are shown from the first on.
        List<Selector> named = Stream.concat(
                        AlertRule.all().stream().map(AlertRule::expr),
                        Panel.all().stream().flatMap(panel -> panel.expressions().stream()))
                .flatMap(expression -> Selector.in(expression).stream())
                .filter(selector -> !selector.metric().equals("ALERTS"))
                .distinct()
                .toList();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.names())
                        .containsAll(named.stream().map(Selector::metric).toList()));
        assertThat(named)
                .filteredOn(selector -> selector.values().containsKey("le"))
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(prometheus.value(selector.metric() + "{le=\""
                                + selector.values().get("le").get(0) + "\"}"))
                        .isNotNaN());
    }

    @Test
    void saysThatTheBrokerIsGoneForAsLongAsItIs() {
        await().atMost(PATIENCE).until(() -> prometheus.value("tidings_relay_connected") == 1);
        await().atMost(PATIENCE).until(() -> Double.isNaN(firing()));

        artemis.stop();
        await().atMost(PATIENCE).until(() -> firing() == 1);

        artemis.start();
        await().atMost(PATIENCE).until(() -> Double.isNaN(firing()));
    }

    private static double firing() {
        return prometheus.value("ALERTS{alertname=\"TidingsRelayDisconnected\", alertstate=\"firing\"}");
    }

    /** The rules, but that they look back for seconds and fire at once. */
    private static String hurried() throws IOException {
        return Files.readString(AlertRule.FILE)
                .replaceAll("\\[\\d+[mhd]]", "[3s]")
                .replaceAll("(?m)^ +for: .*$", "");
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
