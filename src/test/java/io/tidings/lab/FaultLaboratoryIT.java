package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Faults strike the service while it is under load, and no client loses anything. With {@code -Dchaos.minutes=N} for as
 * long as that, with {@code -Dchaos.seed=S} those of a seed, with {@code -Dchaos.broker=rabbitmq} or {@code artemis} on that
 * broker alone.
 */
abstract class FaultLaboratoryIT {

    private static final Duration SHORT = Duration.ofSeconds(20);

    private static final int NODES = 2;

    private final String name;

    FaultLaboratoryIT(String name) {
        this.name = name;
    }

    /** Starts the broker, with its files in a folder. */
    abstract LabBroker startBroker(Path folder);

    @Test
    void nothingIsLostDoubledOrReordered() {
        assumeTrue(System.getProperty("chaos.broker", name).equals(name), "another broker was asked for");
        long seed = Long.getLong("chaos.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        System.out.println("Fault laboratory: " + name + ", -Dchaos.seed=" + seed);
        Path folder = LabFolder.of(name);
        CompletableFuture<KafkaProcess> starting = CompletableFuture.supplyAsync(() -> KafkaProcess.start(folder));
        try (LabBroker broker = startBroker(folder);
                KafkaProcess kafka = starting.join();
                Service service = Service.of("lab", kafka, broker).start(folder, NODES, List.of());
                Laboratory laboratory = Laboratory.open(service, seed)) {
            Report report = laboratory.run(seed, time());
            report.publish(folder.resolveSibling("report-" + name + ".md"));

            assertThat(report.isClean())
                    .as("-Dchaos.broker=%s -Dchaos.seed=%d:%n%s", name, seed, report.text())
                    .isTrue();
        }
    }

    private static Duration time() {
        Integer minutes = Integer.getInteger("chaos.minutes");
        return minutes == null ? SHORT : Duration.ofMinutes(minutes);
    }
}
