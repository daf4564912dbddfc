package io.tidings.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class ProcessesIT {

    @Test
    void kafkaKeepsItsDataWhenItIsKilledAndStartedAgain() throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(LabFolder.of("kafka"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            kafka.kill();

            kafka.start();

            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("kept");
        }
    }

    @Test
    void aNodeRunsOverArtemisAndStartsAgainOnItsPort() throws Exception {
        Path folder = LabFolder.of("node");
        try (ArtemisLabBroker broker = new ArtemisLabBroker(folder);
                KafkaProcess kafka = KafkaProcess.start(folder);
                NodeProcess node = NodeProcess.start(
                        folder,
                        "node",
                        List.of(),
                        broker.port(),
                        List.of(
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--tidings.namespaces.lab.publish=anyone"))) {
            node.awaitReady();
            node.kill();
            assertThat(node.isReady()).isFalse();

            node.start();

            node.awaitReady();
            assertThat(Files.readString(folder.resolve("node.log"))).contains("Started");
        }
    }
}
