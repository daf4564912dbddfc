package io.tidings.session;

import static io.tidings.testing.RawWebSocket.CLOSE;
import static io.tidings.testing.RawWebSocket.CONTINUATION;
import static io.tidings.testing.RawWebSocket.PING;
import static io.tidings.testing.RawWebSocket.PONG;
import static io.tidings.testing.RawWebSocket.TEXT;
import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Conversation;
import io.tidings.testing.Randomly;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.RawWebSocket.Frame;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of WebSocket that no client should send, down to the bytes. */
class HostileWebSocketIT extends AbstractHostileClientIT {

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

    @ParameterizedTest
    @CsvSource({
        "81ff8000000000000000, 1002",
        "81ffffffffffffffffff, 1002",
        "82ff7fffffffffffffff, 1009",
        "82ff0000000040000000, 1009",
        "81fe000a, 1002",
        "81ff000000000000ffff, 1002",
        "89ff0000000000000001, 1002",
    })
    void refusesLengthsThatCannotBe(String hex, int code) {
        RawWebSocket client = open();
        client.sendRaw(HexFormat.of().parseHex(hex + "00000000"));

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(code);
    }

    @Test
    void isNotKeptBusyByAMessageOfManyFragments() {
        RawWebSocket client = connect();
        client.send(TEXT, false, bytes("SEND\ndestination:/topic/chat.fragments\nreceipt:1\n\n"));
        for (int i = 0; i < 20_000; i++) {
            client.send(CONTINUATION, false, i % 2 == 0 ? new byte[0] : bytes("x"));
        }
        client.send(PING, true);
        client.send(CONTINUATION, true, (byte) 0);

        assertThat(client.next().opcode()).isEqualTo(PONG);
        assertThat(client.next().text()).startsWith("RECEIPT\n");
    }

    @Test
    void answersAFloodOfPings() {
        RawWebSocket client = connect();
        for (int i = 0; i < 5_000; i++) {
            client.send(PING, true, (byte) i);
        }

        for (int i = 0; i < 5_000; i++) {
            assertThat(client.next().payload()).containsExactly((byte) i);
        }
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

    @Test
    void answersACloseFrameBehindAllThatIsPending() {
        RawWebSocket client = connect();
        client.stomp("SUBSCRIBE", "id:1", "destination:/topic/chat.pending", "receipt:1");
        client.next();
        NettySession session = sessions().all().iterator().next();
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

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Version: 99", "X-No-Version: 1"})
    void refusesVersionsOfWebSocketThatItDoesNotSpeak(String header) {
        RawWebSocket client = openWith(header);

        assertThat(client.handshake()).startsWith("HTTP/1.1 4");
    }

    @Test
    void refusesFramesThatDoNotWaitForTheAnswerToTheHandshake() {
        byte[] connect = RawWebSocket.frame(TEXT, true, bytes(frame("CONNECT", "", "accept-version:1.2")));
        byte[] handshake = bytes("GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Conversation conversation = Conversation.hold(port(), List.of(Randomly.joined(handshake, connect)), 100);

        assertThat(conversation.status()).isEqualTo(101);
        assertThat(conversation.frames())
                .singleElement()
                .extracting(Frame::closeCode)
                .isEqualTo(1002);
    }
}
