package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.lab.RollingRestart.Turn;
import io.tidings.testing.RabbitMqNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Nodes are restarted one after another under load: no client misses anything, has anything twice or is told of a gap,
 * and those who have to move do so at the pace of the drain. On RabbitMQ where that is installed, else on Artemis.
 *
 * <p>With {@code -Drolling.turns=3} all three are, with {@code -Drolling.sessions=N} and {@code -Drolling.period=SECONDS} it
 * is more of it.
 */
class RollingRestartIT {

    private static final int NODES = 3;

    private static final int TURNS = Integer.getInteger("rolling.turns", 2);

    private static final int SESSIONS = Integer.getInteger("rolling.sessions", 150);

    private static final Duration PERIOD = Duration.ofSeconds(Integer.getInteger("rolling.period", 4));

    @Test
    void nobodyMissesAnythingAndNobodyIsStormed() throws Exception {
        Path folder = LabFolder.of("rolling");
        CompletableFuture<KafkaProcess> starting = CompletableFuture.supplyAsync(() -> KafkaProcess.start(folder));
        try (LabBroker broker = broker(folder);
                KafkaProcess kafka = starting.join();
                Service service = Service.of(
                                "rolling",
                                kafka,
                                broker,
                                "--tidings.session.drain.period=" + PERIOD,
                                "--tidings.session.drain.rate=1")
                        .start(folder, NODES, List.of());
                Crowd crowd = Crowd.connect(service.ports(), SESSIONS);
                Driver driver = Driver.start(service)) {
            List<Turn> turns = new RollingRestart(service, crowd).run(TURNS);
            driver.finish();
            crowd.awaitAll(driver.ledger());
            say(broker, turns, crowd, driver);

            assertThat(crowd.findings(driver.ledger())).isEmpty();
            assertThat(crowd.gaps()).isZero();
            assertThat(driver.unconfirmed()).isZero();
            assertThat(turns).allSatisfy(RollingRestartIT::isPaced);
        }
    }

    /** Twice its share and a few: clients, nodes and Kafka are on one machine, which may halt any of them for a while. */
    private static void isPaced(Turn turn) {
        double share = (double) turn.sessions() / Math.max(1, PERIOD.toSeconds());
        assertThat(turn.stop()).isGreaterThan(PERIOD.multipliedBy(9).dividedBy(10));
        assertThat((double) turn.stopping().connectsASecond()).isLessThan(2 * share + 10);
    }

    private static LabBroker broker(Path folder) {
        return RabbitMqNode.isInstalled() ? new RabbitMqLabBroker() : new ArtemisLabBroker(folder);
    }

    private static void say(LabBroker broker, List<Turn> turns, Crowd crowd, Driver driver) {
        System.out.printf(
                "Rolling restart: %s, %d sessions, period %d s, %d updates, %d deliveries%n%s%nends: %s%nretried: %s%n",
                broker.name(),
                SESSIONS,
                PERIOD.toSeconds(),
                driver.ledger().acknowledged(),
                crowd.deliveries(),
                RollingRestart.table(turns),
                crowd.ends(),
                driver.failures());
    }
}
