package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.StompClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Clients that take nothing for too long, and those that only seem to: Linux tells them apart. */
@TestPropertySource(
        properties = {
            "tidings.namespaces.chat.history.size=20000",
            "tidings.session.heart-beat=0s",
            "tidings.session.send-timeout=3s",
            "tidings.session.close-timeout=20s"
        })
class SlowClientTimeoutIT extends AbstractSlowClientsIT {

    @Test
    void closesAClientThatTakesNothing() {
        StompClient client = subscribed(1, "/topic/chat.time").get(0);
        client.stall();
        double before = gaveUp("time");
        flood("chat.time");
        await().until(() -> isClosing(1013));
        client.resume();

        assertThat(client.closed()).isEqualTo(new StompClient.Close(1013, "nothing taken for 3 s"));
        await().untilAsserted(() -> assertThat(gaveUp("time")).isEqualTo(before + 1));
    }

    @Test
    void leavesAClientThatTakesLittle() {
        StompClient client = subscribed(1, "/topic/chat.little").get(0);
        client.stall();
        flood("chat.little");
        for (int i = 0; i < 20; i++) {
            client.resume();
            client.message();
            client.stall();
            await().pollDelay(Duration.ofMillis(250)).until(() -> true);
        }

        assertThat(isClosing(1013)).isFalse();
    }

    /** Publishes until much is pending: little may yet find room in the sockets. */
    private void flood(String topic) {
        double before = count("tidings.fanout.deliveries");
        for (int i = 1; pendingBytes() < 700_000; i++) {
            publish(topic, KILOBYTE.repeat(10));
            double expected = before + i;
            // One at a time, or all that was published meanwhile would be too much.
            await().pollInterval(Duration.ofMillis(1)).until(() -> count("tidings.fanout.deliveries") >= expected);
        }
    }
}
