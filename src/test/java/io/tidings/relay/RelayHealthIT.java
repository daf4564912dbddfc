package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.ArtemisBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How a relay tells of its state: health, log. */
@ExtendWith(OutputCaptureExtension.class)
class RelayHealthIT {

    @Test
    void aWrongLoginIsToldClearlyAndOnceAndWithoutThePasscode(CapturedOutput output) {
        try (ArtemisBroker broker = ArtemisBroker.createSecured("tidings", "right");
                Node node = Node.stomp(Properties.of(broker.address())
                        .with("login", "tidings")
                        .with("passcode", "wrong-passcode")
                        .bind())) {
            Awaitility.await().until(() -> refused(node) >= 3);
            Health health = new RelayHealthIndicator(node.relay).health();
            assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health.getDetails())
                    .containsEntry("type", "stomp")
                    .containsEntry("state", "disconnected")
                    .containsEntry("address", broker.address())
                    .containsKey("since");
            assertThat((String) health.getDetails().get("reason")).startsWith("ERROR from the broker: ");
            assertThat(output.getAll().lines().filter(line -> line.contains("WARN") && line.contains("REFUSED")))
                    .hasSize(1);
            assertThat(output.getAll()).doesNotContain("wrong-passcode");
            assertThat(node.changes).isEmpty();
        }
    }

    @Test
    void recoversWhenTheBrokerTakesTheLogin() {
        int port;
        try (ArtemisBroker strict = ArtemisBroker.createSecured("someone", "else")) {
            port = strict.port();
            try (Node node = Node.stomp(Properties.of(strict.address())
                    .with("login", "tidings")
                    .with("passcode", "x")
                    .bind())) {
                Awaitility.await().until(() -> refused(node) >= 1);
                strict.stop();
                try (ArtemisBroker lenient = ArtemisBroker.create(port)) {
                    node.awaitConnected();
                    Health health = new RelayHealthIndicator(node.relay).health();
                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                    assertThat(health.getDetails())
                            .containsEntry("state", "connected")
                            .containsEntry("address", lenient.address())
                            .doesNotContainKey("reason");
                }
            }
        }
    }

    private static double refused(Node node) {
        return node.registry.find("tidings.relay.failures").tags("kind", "refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
