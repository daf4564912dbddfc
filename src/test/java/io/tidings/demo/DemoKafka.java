package io.tidings.demo;

import io.tidings.testing.FreePorts;
import io.tidings.testing.QuietLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.springframework.util.FileSystemUtils;

/**
 * A real Kafka in this process, one node that is broker and controller, in a temporary folder that goes with it.
 *
 * <p>It is Kafka's own server rather than its test kit: the kit chooses its ports itself, and has the process's shutdown
 * delete its folder while the server still writes there, which ends every Ctrl-C with a page of stack traces.
 */
final class DemoKafka implements AutoCloseable {

    private static final int NODE = 1;

    private final Path folder;

    private final String address;

    private final KafkaRaftServer server;

    private DemoKafka(Path folder, String address, KafkaConfig config) {
        this.folder = folder;
        this.address = address;
        this.server = new KafkaRaftServer(config, Time.SYSTEM);
    }

    /** Starts it on this port. Topics are for the application to make, with the policies that it needs. */
    static DemoKafka start(int port) {
        QuietLogs.of("kafka", "org.apache.kafka", "state.change.logger");
        try {
            Path folder = Files.createTempDirectory("tidings-demo-kafka");
            String address = "localhost:" + port;
            format(folder);
            KafkaConfig config = new KafkaConfig(settings(folder, address, "localhost:" + FreePorts.next()), false);
            DemoKafka kafka = new DemoKafka(folder, address, config);
            kafka.server.startup();
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String bootstrapServers() {
        return address;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        server.awaitShutdown();
        FileSystemUtils.deleteRecursively(folder);
    }

    private static void format(Path folder) throws IOException {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Kafka's folder " + folder, e);
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
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"));
    }
}
