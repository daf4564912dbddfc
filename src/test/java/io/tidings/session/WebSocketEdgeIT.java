package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
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

    @Test
    void closesOnTextThatIsNoUtf8() throws Exception {
        assertThat(rawCloseCode(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xC3, 0x28}))
                .isEqualTo(1007);
    }

    @Test
    void closesOnAFrameThatIsNotMasked() throws Exception {
        assertThat(rawCloseCode(new byte[] {(byte) 0x81, 0x01, '\n'})).isEqualTo(1002);
    }

    @Test
    void closesOnAReservedOpcode() throws Exception {
        assertThat(rawCloseCode(new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0}))
                .isEqualTo(1002);
    }

    /** Sends bytes after a handshake, and returns the code of the close frame that comes back. */
    private int rawCloseCode(byte[] bytes) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) socket.getInputStream().read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            out.write(bytes);
            byte[] close = socket.getInputStream().readNBytes(4);
            assertThat(close[0]).isEqualTo((byte) 0x88);
            return (close[2] & 0xFF) << 8 | (close[3] & 0xFF);
        }
    }
}
