package io.tidings.lab;

import io.tidings.testing.QuietLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/** Kafka inside its child process: one node, broker and controller, whose folder outlives it. */
final class KafkaServer implements DisposableBean {

    private static final int NODE = 1;

    private final KafkaRaftServer server;

    KafkaServer(Environment environment) throws Exception {
        QuietLogs.of("kafka", "org.apache.kafka", "state.change.logger");
        Path folder = Path.of(environment.getRequiredProperty("lab.folder"));
        if (!Files.exists(folder)) {
            format(folder);
        }
        String address = "localhost:" + environment.getRequiredProperty("lab.port");
        String controller = "localhost:" + environment.getRequiredProperty("lab.controller-port");
        server = new KafkaRaftServer(new KafkaConfig(settings(folder, address, controller), false), Time.SYSTEM);
        server.startup();
    }

    @Override
    public void destroy() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .run();
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("folder: '" + folder + "' (expected: formatted for Kafka)");
        }
    }

    private static Map<String, String> settings(Path folder, String address, String controllerAddress) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(NODE)),
                Map.entry("controller.quorum.voters", NODE + "@" + controllerAddress),
                Map.entry("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controllerAddress),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                // Or one that was killed waits at its start until its former self is taken for dead.
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"));
    }
}
