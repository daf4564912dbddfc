package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.KafkaBroker;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients of a node see while Kafka is away, and when it is back, with all that it had or without its end. */
@Timeout(180)
class KafkaRestartIT {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final KafkaBroker kafka = new KafkaBroker();

    private ClusterNode node;

    @BeforeEach
    void start() {
        node = ClusterNode.start(List.of(
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--tidings.log.topics.partitions=1",
                "--tidings.log.request-timeout=" + REQUEST_TIMEOUT.toMillis() + "ms",
                "--tidings.namespaces.scores.publish=anyone"));
    }

    @AfterEach
    void stop() {
        node.close();
        kafka.close();
    }

    @Test
    void publishingFailsQuicklyWhileKafkaIsAwayAndSubscribersStay() {
        try (Follower follower = Follower.of(node, "/topic/scores.a", "snapshot:false")) {
            node.publish("scores.a", "before");
            follower.await(1);

            kafka.stop();
            assertRefusedWithin(REQUEST_TIMEOUT.plusSeconds(2));
            await().atMost(PATIENCE).untilAsserted(() -> assertRefusedWithin(Duration.ofSeconds(1)));
            assertSendIsAnsweredWithAnError();
            assertThat(node.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
            assertThat(lastValue("scores.a")).isEqualTo("before");

            kafka.start();
            await().atMost(PATIENCE)
                    .until(() -> node.tryToPublish("scores.a", "after").statusCode() == 200);
            kafka.send(new ProducerRecord<>("scores", bytes("a"), bytes("from elsewhere")));
            await().atMost(PATIENCE).until(() -> follower.bodies().contains("from elsewhere"));

            assertThat(follower.bodies().subList(0, 1)).containsExactly("before");
            assertThat(follower.bodies()).contains("after").doesNotContain("refused");
            assertThat(follower.frames())
                    .extracting(frame -> offset(frame))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aLogThatLosesItsEndIsReadBackAndWhatFollowsIsTold() {
        IntStream.range(0, 10).forEach(i -> node.publish("scores.a", "v" + i));
        try (Follower follower = Follower.of(node, "/topic/scores.a")) {
            await().atMost(PATIENCE).until(() -> follower.bodies().contains("v9"));

            kafka.stop();
            kafka.loseEnd("scores", 0, 4);
            kafka.start();
            Frame gap = follower.awaitGap();
            assertThat(gap.text()).isEqualTo("v3");
            assertThat(offset(gap)).isEqualTo(3);
            assertThat(node.count("tidings.replica.resets", "reason", "truncated"))
                    .isEqualTo(1);
            assertThat(lastValue("scores.a")).isEqualTo("v3");

            await().atMost(PATIENCE)
                    .until(() -> node.tryToPublish("scores.a", "other").statusCode() == 200);
            await().atMost(PATIENCE).until(() -> follower.bodies().contains("other"));
            Frame other = follower.frames().get(follower.bodies().indexOf("other"));
            assertThat(offset(other)).isGreaterThanOrEqualTo(4);
            assertThat(other.header("gap")).isNull();
        }
    }

    private void assertRefusedWithin(Duration atMost) {
        long asked = System.nanoTime();
        HttpResponse<String> answer = node.tryToPublish("scores.a", "refused");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(atMost);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("\"status\":503", "\"detail\":\"");
    }

    private void assertSendIsAnsweredWithAnError() {
        try (StompClient sender = StompClient.connect(node.port())) {
            long asked = System.nanoTime();
            sender.sendBody("SEND", "refused", "destination:/topic/scores.a", "receipt:r1");
            Frame answer = sender.next();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(REQUEST_TIMEOUT);
            assertThat(answer.command()).isEqualTo("ERROR");
            assertThat(answer.header("receipt-id")).isEqualTo("r1");
        }
    }

    private String lastValue(String topic) {
        try (StompClient client = StompClient.connect(node.port())) {
            client.subscribe("s", "/topic/" + topic);
            return client.message().text();
        }
    }

    private static long offset(Frame frame) {
        String position = frame.header("message-id");
        return Long.parseLong(position.substring(position.indexOf('@') + 1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
