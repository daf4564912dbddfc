package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.KafkaBroker;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Kafka topic that is deleted and made anew under clients that stay. */
class ResetInPlaceIT {

    private static final KafkaBroker KAFKA = KafkaBroker.shared();

    private final String name = KAFKA.name("reset");

    private ClusterNode node;

    @BeforeEach
    void start() {
        KAFKA.createTopic(name, 1, Map.of());
        node = ClusterNode.start(List.of(
                "--spring.kafka.bootstrap-servers=" + KAFKA.bootstrapServers(),
                "--tidings.ingest.group=" + KAFKA.name("reset-group"),
                "--tidings.namespaces." + name + ".publish=nobody"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void tellsTheGapAndGoesOnInPlace() {
        try (StompClient client = StompClient.connect(node.port())) {
            send("old");
            String begin = client.subscribe("first", "/topic/" + name + ".#").header("position");
            assertThat(client.message().text()).isEqualTo("old");
            client.send("UNSUBSCRIBE", "id:first");
            client.subscribe("s", "/topic/" + name + ".#", "since:" + begin);
            client.messages().clear();

            KAFKA.deleteTopic(name);
            KAFKA.createTopic(name, 1, Map.of());
            Frame gap = client.message();
            assertThat(gap.headers()).containsEntry("gap", "true").containsKey("position");
            String cursor = gap.header("position");
            assertThat(cursor).isNotEqualTo(begin);
            send("new 1");
            send("new 2");

            assertThat(client.message().text()).isEqualTo("new 1");
            Frame last = client.message();
            assertThat(last.text()).isEqualTo("new 2");
            assertThat(node.count("tidings.fanout.gaps", "reason", "reset")).isOne();

            client.subscribe("again", "/topic/" + name + ".#", "since:" + cursor);
            assertThat(List.of(client.message().text(), client.message().text()))
                    .containsExactly("new 1", "new 2");
        }
    }

    @Test
    void sendsAPlainClientTheNewLastValues() {
        try (StompClient client = StompClient.connect(node.port())) {
            send("old");
            client.subscribe("s", "/topic/" + name + ".a");
            client.messages().clear();

            KAFKA.deleteTopic(name);
            KAFKA.createTopic(name, 1, Map.of());
            send("new");

            assertThat(client.message().text()).isEqualTo("new");
            assertThat(client.messages()).isEmpty();
            client.subscribe("still", "/topic/" + name + ".a");
        }
    }

    private void send(String text) {
        KAFKA.send(new ProducerRecord<>(name, bytes("a"), bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
