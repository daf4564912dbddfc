package io.tidings.session;

import static io.tidings.testing.RawWebSocket.BINARY;
import static io.tidings.testing.RawWebSocket.CLOSE;
import static io.tidings.testing.RawWebSocket.CONTINUATION;
import static io.tidings.testing.RawWebSocket.PING;
import static io.tidings.testing.RawWebSocket.PONG;
import static io.tidings.testing.RawWebSocket.TEXT;
import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.RawWebSocket;
import io.tidings.testing.RawWebSocket.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What clients do that none should, down to the bytes: each gets its close frame, and leaves nothing behind. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.namespaces.chat.publish=anyone",
            "tidings.session.heart-beat=1s",
            "tidings.session.connect-timeout=2s",
            "tidings.session.close-timeout=200ms"
        })
@ExtendWith(OutputCaptureExtension.class)
class HostileClientIT {

    @LocalServerPort
    private int port;

    @Autowired
    private Sessions sessions;

    private final List<RawWebSocket> clients = new ArrayList<>();

    @AfterEach
    void leavesNothingBehind(CapturedOutput output) {
        clients.forEach(RawWebSocket::close);
        await().atMost(Duration.ofSeconds(20)).until(() -> sessions.all().isEmpty());
        assertThat(output.toString()).doesNotContain("Exception", "Session failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    void answersACloseFrameWithItsCode(int code) {
        RawWebSocket client = open();
        client.send(CLOSE, true, (byte) (code >> 8), (byte) code);

        assertThat(client.rest()).singleElement().satisfies(close -> {
            assertThat(close.opcode()).isEqualTo(CLOSE);
            assertThat(close.closeCode()).isEqualTo(code);
        });
    }

    @Test
    void answersACloseFrameWithoutCodeByOneWithout() {
        RawWebSocket client = open();
        client.send(CLOSE, true);

        assertThat(client.rest()).singleElement().satisfies(close -> {
            assertThat(close.opcode()).isEqualTo(CLOSE);
            assertThat(close.payload()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
    void refusesACloseCodeThatNoClientMaySend(int code) {
        RawWebSocket client = open();
        client.send(CLOSE, true, (byte) (code >> 8), (byte) code);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesACloseFrameWithHalfACode() {
        RawWebSocket client = open();
        client.send(CLOSE, true, (byte) 3);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isIn(1002, 1007);
    }

    @Test
    void refusesACloseReasonThatIsNoUtf8() {
        RawWebSocket client = open();
        client.send(CLOSE, true, (byte) 3, (byte) 0xE8, (byte) 0xC3, (byte) 0x28);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1007);
    }

    @Test
    void answersPingsBetweenTheFragmentsOfAMessage() {
        RawWebSocket client = open();
        byte[] connect = bytes(frame("CONNECT", "", "accept-version:1.2"));
        client.send(TEXT, false, Arrays.copyOf(connect, 9));
        client.send(PING, true, (byte) 7);
        client.send(CONTINUATION, false);
        client.send(PONG, true);
        client.send(CONTINUATION, true, Arrays.copyOfRange(connect, 9, connect.length));

        Frame pong = client.next();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.payload()).containsExactly(7);
        assertThat(client.next().text()).startsWith("CONNECTED\n");
    }

    @Test
    void acceptsACharacterThatIsCutBetweenFragments() {
        RawWebSocket client = connect();
        byte[] send = bytes(frame("SEND", "ä", "destination:/topic/chat.cut", "receipt:1"));
        int cut = send.length - 2;
        client.send(TEXT, false, Arrays.copyOf(send, cut));
        client.send(CONTINUATION, true, Arrays.copyOfRange(send, cut, send.length));

        assertThat(client.next().text()).startsWith("RECEIPT\n");
    }

    @Test
    void refusesAContinuationOfNothing() {
        RawWebSocket client = open();
        client.send(CONTINUATION, true, (byte) '\n');

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesAMessageWithinAMessage() {
        RawWebSocket client = open();
        client.send(TEXT, false, (byte) '\n');
        client.send(TEXT, true, (byte) '\n');

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesAFragmentedPing() {
        RawWebSocket client = open();
        client.send(PING, false, (byte) 1);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesAPingThatIsTooLong() {
        RawWebSocket client = open();
        client.send(PING, true, new byte[126]);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesAFrameThatIsNotMasked() {
        RawWebSocket client = open();
        client.sendRaw(new byte[] {(byte) 0x81, 0x01, '\n'});

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesAReservedOpcode() {
        RawWebSocket client = open();
        client.send(0x3, true);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void refusesTextThatIsNoUtf8() {
        RawWebSocket client = open();
        client.send(TEXT, true, (byte) 0xC3, (byte) 0x28);

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1007);
    }

    @Test
    void refusesExtensionBits() {
        RawWebSocket client = open();
        client.sendRaw(new byte[] {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0});

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void letsGoOfAPeerThatGoesOnAfterTheCloseFrame() {
        RawWebSocket client = connect();
        client.stomp("NONSENSE");
        assertThat(client.next().text()).startsWith("ERROR\n");
        assertThat(client.next().closeCode()).isEqualTo(1002);
        client.send(PING, true);
        client.stomp("SEND", "destination:/topic/chat.late", "receipt:late");

        assertThat(client.rest()).isEmpty();
    }

    @Test
    void endsAtOnceWhenThePeerAnswersTheCloseFrame() {
        RawWebSocket client = connect();
        client.stomp("DISCONNECT", "receipt:1");
        assertThat(client.next().text()).startsWith("RECEIPT\n");
        Frame close = client.next();
        assertThat(close.closeCode()).isEqualTo(1000);
        client.send(CLOSE, true, close.payload());

        assertThat(client.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "SEND", "BEGIN", "COMMIT", "ACK", "DISCONNECT"})
    void refusesFramesBeforeConnect(String command) {
        RawWebSocket client = open();
        client.stomp(command, "destination:/topic/chat.early", "id:1", "transaction:1", "receipt:1");

        assertThat(client.next().text()).startsWith("ERROR\n").contains("CONNECT first");
        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "STOMP"})
    void refusesASecondConnect(String command) {
        RawWebSocket client = connect();
        client.stomp(command, "accept-version:1.2");

        assertThat(client.next().text()).startsWith("ERROR\n").contains("CONNECT first, and once");
        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @Test
    void takesNothingOfAMessageAfterTheFrameThatWasRefused() {
        RawWebSocket watcher = connect();
        watcher.stomp("SUBSCRIBE", "id:1", "destination:/topic/chat.refused", "receipt:1");
        watcher.next();
        RawWebSocket client = connect();
        client.send(
                TEXT,
                true,
                bytes(frame("SUBSCRIBE", "", "id:1", "destination:/queue/none")
                        + frame("SEND", "late", "destination:/topic/chat.refused")
                        + frame("CONNECT", "", "accept-version:1.2")));

        assertThat(client.next().text()).startsWith("ERROR\n");
        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
        watcher.stomp("SEND", "destination:/topic/chat.refused", "receipt:2");
        assertThat(List.of(watcher.next().text(), watcher.next().text())).noneMatch(frame -> frame.contains("late"));
    }

    @Test
    void takesNothingAfterDisconnect() {
        RawWebSocket client = connect();
        client.send(
                TEXT,
                true,
                bytes(frame("DISCONNECT", "", "receipt:1")
                        + frame("SEND", "late", "destination:/topic/chat.disconnected", "receipt:2")));

        assertThat(client.next().text()).startsWith("RECEIPT\n").contains("receipt-id:1\n");
        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "-1,-1", "-1,0", "1.5,1", "99999999999999999999,0"})
    void refusesHeartBeatsThatAreNoTimes(String heartBeat) {
        RawWebSocket client = open();
        client.stomp("CONNECT", "accept-version:1.2", "heart-beat:" + heartBeat);

        assertThat(client.next().text()).startsWith("ERROR\n");
        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807,1", "4611686018428,1"})
    void toleratesAClientThatPromisesNextToNothing(String heartBeat) {
        RawWebSocket client = open();
        client.stomp("CONNECT", "accept-version:1.2", "heart-beat:" + heartBeat);

        assertThat(client.next().text()).startsWith("CONNECTED\n");
        assertThat(client.next().text()).isEqualTo("\n");
        assertThat(client.next().text()).isEqualTo("\n");
        client.stomp("BEGIN", "transaction:1", "receipt:1");
        assertThat(client.next().text()).contains("receipt-id:1");
    }

    @Test
    void doesNotWaitForConnectLongerBecauseThePeerPings() {
        RawWebSocket client = open();
        Thread pinging = new Thread(() -> {
            try {
                while (true) {
                    client.send(PING, true);
                    Thread.onSpinWait();
                    client.next();
                }
            } catch (RuntimeException e) {
                // The server has closed the connection.
            }
        });
        pinging.start();

        await().atMost(Duration.ofSeconds(10)).until(() -> sessions.all().isEmpty());
    }

    @Test
    void answersACloseFrameBehindAllThatIsPending() {
        RawWebSocket client = connect();
        client.stomp("SUBSCRIBE", "id:1", "destination:/topic/chat.pending", "receipt:1");
        client.next();
        NettySession session = sessions.all().iterator().next();
        RawWebSocket publisher = connect();
        byte[] send = bytes(frame("SEND", "x".repeat(100_000), "destination:/topic/chat.pending", "receipt:1"));
        while (session.outbox().pendingBytes() == 0) {
            publisher.send(TEXT, true, send);
            publisher.next();
        }
        client.send(CLOSE, true, (byte) 3, (byte) 0xE8);

        List<Frame> rest = client.rest();
        assertThat(rest.get(rest.size() - 1).opcode()).isEqualTo(CLOSE);
    }

    @Test
    void confirmsASubscriptionThatEndsBeforeItIsLive() {
        RawWebSocket client = connect();
        client.send(
                TEXT,
                true,
                bytes(frame("SUBSCRIBE", "", "id:1", "destination:/topic/chat.short", "receipt:in")
                        + frame("UNSUBSCRIBE", "", "id:1", "receipt:out")));

        assertThat(client.next().text()).contains("receipt-id:in\n");
        assertThat(client.next().text()).contains("receipt-id:out\n");
    }

    @Test
    void countsTheFirstOfRepeatedHeaders() {
        RawWebSocket client = connect();
        client.stomp("BEGIN", "transaction:1", "receipt:first", "receipt:second");

        assertThat(client.next().text()).contains("receipt-id:first\n");
    }

    @Test
    void acceptsCarriageReturnsAtLineEnds() {
        RawWebSocket client = open();
        client.send(TEXT, true, bytes("\r\n\n\r\nCONNECT\r\naccept-version:1.2\r\n\r\n\0\r\n"));

        assertThat(client.next().text()).startsWith("CONNECTED\n");
    }

    @Test
    void takesFramesInBinaryMessages() {
        RawWebSocket client = open();
        client.send(BINARY, true, bytes(frame("CONNECT", "", "accept-version:1.2")));

        assertThat(client.next().text()).startsWith("CONNECTED\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Version: 99", "X-No-Version: 1"})
    void refusesVersionsOfWebSocketThatItDoesNotSpeak(String header) {
        RawWebSocket client = RawWebSocket.open(port, header);
        clients.add(client);

        assertThat(client.handshake()).startsWith("HTTP/1.1 4");
    }

    private RawWebSocket open() {
        RawWebSocket client = RawWebSocket.open(port);
        clients.add(client);
        assertThat(client.handshake()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    private RawWebSocket connect() {
        RawWebSocket client = open();
        client.stomp("CONNECT", "accept-version:1.2");
        assertThat(client.next().text()).startsWith("CONNECTED\n");
        return client;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
