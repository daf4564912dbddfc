package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/** SEND with an idempotency key. */
@TestPropertySource(
        properties = {"tidings.namespaces.cursors.durable=false", "tidings.namespaces.cursors.publish=anyone"})
class StompIdempotencyIT extends AbstractEdgeIT {

    @Test
    void publishesOnceWhatIsSentAgainAndConfirmsItAtTheFirstPosition() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.once");
        String first = send(client, "x", "idempotency-key:a");
        assertThat(send(client, "x", "idempotency-key:\"a\"")).isEqualTo(first);
        assertThat(send(client, "x", "idempotency-key:b")).isNotEqualTo(first);
        send(client, "end");

        Frame message = client.message();
        assertThat(message.header("message-id")).isEqualTo(first);
        assertThat(message.headers()).doesNotContainKeys("idempotency-key", "tidings-idempotency-key");
        assertThat(client.message().text()).isEqualTo("x");
        assertThat(client.message().text()).isEqualTo("end");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void publishesOnceWhatATransactionRepeats() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.committed");
        client.send("BEGIN", "transaction:t");
        for (int i = 0; i < 3; i++) {
            client.sendBody("SEND", "x", "destination:/topic/chat.committed", "transaction:t", "idempotency-key:a");
        }
        client.sendBody("SEND", "end", "destination:/topic/chat.committed", "transaction:t");
        client.send("COMMIT", "transaction:t", "receipt:commit");
        client.receipt("commit");

        assertThat(client.message().text()).isEqualTo("x");
        assertThat(client.message().text()).isEqualTo("end");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void keepsTheOrderOfWhatIsSentWithKeysAndWithout() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.order");
        for (int i = 0; i < 200; i++) {
            String key = i % 2 == 0 ? "idempotency-key:k" + i : "x-note:none";
            client.sendBody("SEND", "" + i, "destination:/topic/chat.order", key);
        }

        for (int i = 0; i < 200; i++) {
            assertThat(client.message().text()).isEqualTo("" + i);
        }
    }

    @Test
    void refusesAKeyOfAnotherBody() {
        StompClient client = connect();
        send(client, "x", "idempotency-key:reused");
        client.sendBody("SEND", "y", "destination:/topic/chat.once", "idempotency-key:reused");

        assertThat(client.next().header("message")).startsWith("idempotency-key: of another body, at chat-0.");
    }

    @ParameterizedTest
    @CsvSource({
        "/topic/chat.a,    a b,  idempotency-key: malformed",
        "/topic/chat.a,    '',   idempotency-key: malformed",
        "/topic/cursors.a, a,    idempotency-key: in namespace 'cursors'",
    })
    void refusesKeysThatCannotBe(String destination, String key, String expected) {
        StompClient client = connect();
        client.sendBody("SEND", "x", "destination:" + destination, "idempotency-key:" + key);

        assertThat(client.next().header("message")).startsWith(expected);
        assertThat(client.closed().code()).isEqualTo(1002);
    }

    @Test
    void refusesAMalformedKeyInATransactionAtOnce() {
        StompClient client = connect();
        client.send("BEGIN", "transaction:t");
        client.sendBody("SEND", "x", "destination:/topic/chat.a", "transaction:t", "idempotency-key:a b");

        assertThat(client.next().header("message")).startsWith("idempotency-key: malformed");
    }

    private static String send(StompClient client, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "destination:/topic/chat.once";
        all[1] = "receipt:r";
        client.sendBody("SEND", body, all);
        return client.receipt("r").header("position");
    }
}
