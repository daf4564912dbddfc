package io.tidings.session;

import static io.tidings.testing.RawWebSocket.BINARY;
import static io.tidings.testing.RawWebSocket.PING;
import static io.tidings.testing.RawWebSocket.PONG;
import static io.tidings.testing.RawWebSocket.TEXT;
import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.RawWebSocket;
import io.tidings.testing.RawWebSocket.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of STOMP that no client should send. */
class HostileStompIT extends AbstractHostileClientIT {

    @Test
    void refusesAnIdThatIsLongerThanAnyDestination() {
        RawWebSocket client = connect();
        client.stomp("SUBSCRIBE", "id:" + "i".repeat(301), "destination:/topic/chat.id", "receipt:1");

        assertThat(client.next().text()).startsWith("ERROR\n").contains("of 301 characters (expected");
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

        await().until(() -> sessions().all().isEmpty());
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
    void sendsNothingAfterTheCloseFrameThoughASubscriptionEndsBeforeItIsLive() {
        RawWebSocket client = connect();
        client.send(
                TEXT,
                true,
                bytes(frame("SUBSCRIBE", "", "id:1", "destination:/topic/chat.short", "receipt:in")
                        + frame("SUBSCRIBE", "", "id:2", "destination:/queue/none")));

        List<Frame> rest = client.rest();
        assertThat(rest.get(rest.size() - 1).closeCode()).isEqualTo(1002);
    }

    @Test
    void isNotKeptBusyByAFrameThatComesByteByByte() {
        RawWebSocket client = connect();
        client.send(BINARY, true, bytes("SEND\ndestination:/topic/chat.bytewise\n\n" + "x".repeat(1_000_000)));
        for (int i = 0; i < 20_000; i++) {
            client.send(BINARY, true, (byte) 'x');
        }
        client.send(PING, true);

        assertThat(client.next().opcode()).isEqualTo(PONG);
    }

    @Test
    void refusesAFrameThatIsTooLargeAsAWhole() {
        RawWebSocket client = connect();
        client.send(BINARY, true, bytes("SEND\ndestination:/topic/chat.a\n\n" + "x".repeat(1_000_000)));
        client.send(BINARY, true, bytes("x".repeat(200_000)));

        assertThat(client.rest()).singleElement().extracting(Frame::closeCode).isEqualTo(1009);
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
}
