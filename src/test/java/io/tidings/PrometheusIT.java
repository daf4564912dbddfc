package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.Operator;
import io.tidings.testing.Prometheus;
import io.tidings.testing.Promtool;
import io.tidings.testing.StompClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a Prometheus that scrapes a node knows of it, and what it says of the meters' names. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "tidings.namespaces.scores.publish=anyone")
class PrometheusIT {

    private static final int CLIENTS = 3;

    private static final int UPDATES = 20;

    @LocalServerPort
    private int port;

    private final List<StompClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
    }

    @Test
    void knowsWhatTheNodeDoes() {
        try (Prometheus prometheus = Prometheus.scraping(port)) {
            join();
            awaitValue(prometheus, "tidings_session_open", CLIENTS);
            publish();

            awaitValue(prometheus, "tidings_fanout_deliveries_total", CLIENTS * UPDATES);
            awaitValue(prometheus, "tidings_session_subscriptions", CLIENTS);
            awaitValue(prometheus, "tidings_ingest_age_seconds_count", UPDATES);
            awaitValue(prometheus, "tidings_replica_age_seconds_count{way=\"relay\"}", UPDATES);
            awaitValue(prometheus, "sum(tidings_publish_time_seconds_count)", UPDATES);
            // Once for each lane that has sessions: there are as many lanes as cores.
            assertThat(prometheus.value("tidings_fanout_age_seconds_count"))
                    .isBetween(1.0 * UPDATES, 1.0 * CLIENTS * UPDATES);
            awaitValue(prometheus, "tidings_fanout_age_seconds_count - tidings_fanout_encoded_total", 0);
            awaitValue(
                    prometheus,
                    "tidings_fanout_age_seconds_count - ignoring(le) tidings_fanout_age_seconds_bucket{le=\"60.0\"}",
                    0);
            assertThat(prometheus.value("histogram_quantile(0.99, tidings_fanout_age_seconds_bucket)"))
                    .isBetween(0.0, 10.0);
            assertThat(prometheus.value("tidings_fanout_bytes_total")).isPositive();
            assertThat(prometheus.value("tidings_fanout_flushes_total")).isPositive();
            assertThat(prometheus.value("tidings_fanout_drain_seconds_count")).isPositive();
            assertThat(prometheus.value("tidings_session_pending_bytes")).isZero();
            assertThat(prometheus.value("tidings_relay_receipt_seconds_bucket{le=\"60.0\"}"))
                    .isEqualTo(UPDATES);
        }
    }

    @Test
    void findsNothingWrongWithTheMeters() {
        String own = new Operator(port, "none")
                .anonymously("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.matches("(# (HELP|TYPE) )?tidings_.*"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(own).contains("# TYPE tidings_fanout_age_seconds histogram");
        assertThat(Promtool.run(own, "check", "metrics")).isEqualTo(new Promtool.Outcome(0, ""));
    }

    private void join() {
        for (int i = 0; i < CLIENTS; i++) {
            StompClient client = StompClient.connect(port);
            clients.add(client);
            client.subscribe("s", "/topic/scores.final");
        }
    }

    private void publish() {
        for (int i = 1; i <= UPDATES; i++) {
            clients.get(0).sendBody("SEND", "goal " + i, "destination:/topic/scores.final", "receipt:r" + i);
            clients.get(0).receipt("r" + i);
        }
    }

    private static void awaitValue(Prometheus prometheus, String expression, double expected) {
        await(expression)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(prometheus.value(expression)).isEqualTo(expected));
    }
}
