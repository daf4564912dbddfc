package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.DeflatingClient;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Compression with clients that speak it, beside clients that do not. */
@TestPropertySource(properties = "tidings.session.deflate.enabled=true")
class DeflateEdgeIT extends AbstractEdgeIT {

    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    private static final String BODY = "{\"symbol\":\"ACME\",\"price\":101.25,\"change\":-0.5,\"volume\":";

    private final List<DeflatingClient> deflating = new ArrayList<>();

    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void closeDeflating() {
        deflating.forEach(DeflatingClient::close);
    }

    @Test
    void saysWhatIsAgreedOn() throws IOException {
        double before = meters.counter("tidings.session.deflating").count();
        assertThat(open(OFFER).extensions()).isEqualTo("permessage-deflate; client_no_context_takeover");
        assertThat(open("permessage-deflate; server_no_context_takeover; server_max_window_bits=15")
                        .extensions())
                .isEqualTo("permessage-deflate; client_no_context_takeover; server_no_context_takeover"
                        + "; server_max_window_bits=15");
        assertThat(open("permessage-deflate; mystery").extensions()).isEmpty();
        // A session begins behind the answer to its handshake.
        await().untilAsserted(() -> assertThat(
                        meters.counter("tidings.session.deflating").count() - before)
                .isEqualTo(2));
    }

    @Test
    void sendsALittleOfWhatAPlainClientGets() throws IOException {
        DeflatingClient client = subscribe(OFFER, "/topic/chat.small");
        StompClient plain = connect();
        plain.subscribe("s", "/topic/chat.small");
        publish(plain, "/topic/chat.small", 0, 20);

        for (int i = 0; i < 20; i++) {
            assertThat(client.body()).isEqualTo(BODY + i + "}");
            assertThat(client.wasDeflated()).isTrue();
            assertThat(plain.message().text()).isEqualTo(BODY + i + "}");
        }
        // One update, or a few that left together.
        assertThat(client.bytes()).isLessThan(150);
    }

    @Test
    void letsInWhoComesLater() throws IOException {
        DeflatingClient first = subscribe(OFFER, "/topic/chat.later");
        StompClient publisher = connect();
        publish(publisher, "/topic/chat.later", 0, 1);
        assertThat(first.body()).isEqualTo(BODY + 0 + "}");
        DeflatingClient second = subscribe(OFFER, "/topic/chat.later");
        for (int i = 1; i < 80; i++) {
            // Each is a message of its own, for it is waited for.
            publish(publisher, "/topic/chat.later", i, i + 1);
            assertThat(first.body()).isEqualTo(BODY + i + "}");
            assertThat(second.body()).isEqualTo(BODY + i + "}");
        }

        assertThat(first.wasDeflated()).isTrue();
        assertThat(second.wasDeflated()).isTrue();
    }

    @Test
    void refersToNothingWhereTheClientForbidsIt() throws IOException {
        DeflatingClient client = subscribe("permessage-deflate; server_no_context_takeover", "/topic/chat.forgetful");
        StompClient publisher = connect();
        String body = "large enough ".repeat(200);
        for (int i = 0; i < 5; i++) {
            publisher.sendBody("SEND", body + i, "destination:/topic/chat.forgetful", "receipt:" + i);
            publisher.receipt("" + i);
            assertThat(client.body()).isEqualTo(body + i);
            assertThat(client.wasDeflated()).isTrue();
            client.forget();
        }
    }

    @Test
    void readsCompressedMessagesWholeAndInFragments() throws IOException {
        DeflatingClient client = open(OFFER);
        client.sendDeflated(frame("CONNECT", "", "accept-version:1.2"), 1);
        assertThat(client.next()).startsWith("CONNECTED\n");
        StompClient plain = connect();
        plain.subscribe("s", "/topic/chat.deflated");

        client.sendDeflated(frame("SEND", "ä".repeat(10_000), "destination:/topic/chat.deflated", "receipt:1"), 1);
        client.sendDeflated(frame("SEND", "in pieces", "destination:/topic/chat.deflated", "receipt:2"), 7);
        client.send("SEND", "destination:/topic/chat.deflated", "receipt:3");

        assertThat(List.of(client.next(), client.next(), client.next()))
                .allMatch(frame -> frame.startsWith("RECEIPT\n"));
        assertThat(plain.message().text()).isEqualTo("ä".repeat(10_000));
        assertThat(plain.message().text()).isEqualTo("in pieces");
        assertThat(plain.message().text()).isEmpty();
    }

    @Test
    void answersAPingBetweenTheFragmentsOfACompressedMessage() throws IOException {
        DeflatingClient client = open(OFFER);
        byte[] connect = DeflatingClient.deflate(
                frame("CONNECT", "", "accept-version:1.2").getBytes());
        client.raw().send(RawWebSocket.TEXT | RawWebSocket.RSV1, false, connect);
        client.raw().send(RawWebSocket.PING, true, (byte) 7);
        client.raw().send(RawWebSocket.CONTINUATION, true);

        assertThat(client.raw().next().opcode()).isEqualTo(RawWebSocket.PONG);
        assertThat(client.next()).startsWith("CONNECTED\n");
    }

    Socket socket() throws IOException {
        return new Socket("127.0.0.1", port());
    }

    private DeflatingClient open(String offer) throws IOException {
        DeflatingClient client = new DeflatingClient(socket(), offer);
        deflating.add(client);
        return client;
    }

    private DeflatingClient subscribe(String offer, String destination) throws IOException {
        DeflatingClient client = open(offer);
        client.send("CONNECT", "accept-version:1.2");
        assertThat(client.next()).startsWith("CONNECTED\n");
        client.send("SUBSCRIBE", "id:s", "destination:" + destination, "snapshot:false", "receipt:sub");
        assertThat(client.next()).startsWith("RECEIPT\n");
        return client;
    }

    private static void publish(StompClient publisher, String destination, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.sendBody("SEND", BODY + i + "}", "destination:" + destination, "receipt:" + i);
            publisher.receipt("" + i);
        }
    }
}
