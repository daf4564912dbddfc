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
            send("settled");
            String cursor = lastPositionBefore("settled", client);
            assertThat(cursor).isNotEqualTo(begin);
            send("new 1");
            send("new 2");

            assertThat(client.message().text()).isEqualTo("new 1");
            assertThat(client.message().text()).isEqualTo("new 2");
            assertThat(node.count("tidings.fanout.gaps", "reason", "reset")).isPositive();

            assertThat(client.subscribe("again", "/topic/" + name + ".#", "since:" + cursor)
                            .headers())
                    .doesNotContainKey("gap");
            String first = client.message().text();
            assertThat(first.equals("settled") ? client.message().text() : first)
                    .isEqualTo("new 1");
            assertThat(client.message().text()).isEqualTo("new 2");
        }
    }

    /** The topic may be seen to be gone before it is seen to be new: then the client is told twice. */
    private static String lastPositionBefore(String text, StompClient client) {
        String position = "";
        Frame frame;
        do {
            frame = client.message();
            if (frame.headers().containsKey("gap")) {
                position = frame.header("position");
            }
        } while (!frame.text().equals(text));
        return position;
    }

    @Test
    void sendsAPlainClientTheNewLastValues() {
        try (StompClient client = StompClient.connect(node.port())) {
            send("old");
            client.subscribe("s", "/topic/" + name + ".a");
            assertThat(client.message().text()).isEqualTo("old");

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
