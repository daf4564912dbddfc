package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages and frames of WebSocket under STOMP. */
class WebSocketEdgeIT extends AbstractEdgeIT {

    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void carriesAMegabyteOfTextBothWays() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.large");
        String body = "ä".repeat(MEGABYTE / 2);
        client.sendBody("SEND", body, "destination:/topic/chat.large", "content-length:" + MEGABYTE, "receipt:1");
        client.receipt("1");

        Frame message = client.message();
        assertThat(message.text()).isEqualTo(body);
        assertThat(message.binary()).isFalse();
    }

    @Test
    void carriesBinaryBodies() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.binary");
        byte[] body = new byte[1000];
        new Random(1).nextBytes(body);
        ByteArrayOutputStream send = new ByteArrayOutputStream();
        send.writeBytes(
                "SEND\ndestination:/topic/chat.binary\ncontent-length:1000\n\n".getBytes(StandardCharsets.UTF_8));
        send.writeBytes(body);
        send.write(0);
        client.sendBinary(send.toByteArray());

        Frame message = client.message();
        assertThat(message.body()).isEqualTo(body);
        assertThat(message.binary()).isTrue();
    }

    @Test
    void putsFramesTogetherThatCameInPieces() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.pieces");
        String frame = frame("SEND", "in pieces", "destination:/topic/chat.pieces");
        client.sendText(frame.substring(0, 10));
        client.sendText(frame.substring(10, 30), false);
        client.sendText(frame.substring(30), true);
        client.sendText(frame("SEND", "two", "destination:/topic/chat.pieces") + "\n"
                + frame("SEND", "in one", "destination:/topic/chat.pieces"));

        assertThat(client.message().text()).isEqualTo("in pieces");
        assertThat(client.message().text()).isEqualTo("two");
        assertThat(client.message().text()).isEqualTo("in one");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200_000, 3_000_000})
    void closesOnAMessageThatIsTooLarge(int length) {
        StompClient client = connect();
        try {
            client.sendText(frame("SEND", "x".repeat(length), "destination:/topic/chat.a"));
        } catch (RuntimeException e) {
            // The server may have closed the socket before all was sent.
        }

        assertThat(client.closed().code()).isIn(1009, 1006);
    }
}
