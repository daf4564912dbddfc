package io.tidings.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class DemoKafkaIT {

    private final int port = FreePorts.next();

    @Test
    void takesEverythingThatTheFeedTellsWithinSecondsOfItsStart() throws Exception {
        try (DemoKafka kafka = DemoKafka.start(port);
                KafkaConsumer<String, String> consumer = consumer(kafka);
                DemoFeed feed = DemoFeed.to(kafka.bootstrapServers(), Newsmakers.seeded(1))) {
            createTopics(kafka);
            consumer.subscribe(List.of("scores", "tickers", "news"));

            feed.start();

            Set<String> topics = new HashSet<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    topics.add(record.topic() + "." + record.key());
                    assertThat(record.value()).startsWith("{").endsWith("}");
                }
                return topics.size() == 43;
            });
        }
    }

    @Test
    void leavesNeitherItsFolderNorItsPortBehind() throws IOException {
        DemoKafka kafka = DemoKafka.start(port);
        assertThat(kafka.bootstrapServers()).isEqualTo("localhost:" + port);
        assertThat(kafka.folder()).isDirectory();

        kafka.close();

        assertThat(kafka.folder()).doesNotExist();
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    private static void createTopics(DemoKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<NewTopic> topics = Stream.of("scores", "tickers", "news")
                    .map(name -> new NewTopic(name, 3, (short) 1))
                    .toList();
            admin.createTopics(topics).all().get(20, TimeUnit.SECONDS);
        }
    }

    private static KafkaConsumer<String, String> consumer(DemoKafka kafka) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "group.id", "test", "auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }
}
