package io.tidings.session;

import static io.tidings.testing.StompClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Clients that speak the bytes of a version of STOMP, and nothing of their own. */
abstract class AbstractConformanceIT extends AbstractEdgeIT {

    private final List<RawWebSocket> sockets = new ArrayList<>();

    @AfterEach
    void closeSockets() {
        sockets.forEach(RawWebSocket::close);
    }

    /** A client that has said nothing yet. */
    Peer peer() {
        RawWebSocket socket = RawWebSocket.open(port());
        sockets.add(socket);
        assertThat(socket.handshake()).contains(" 101 ");
        return new Peer(socket);
    }

    /** A client that has connected as its version has it. */
    Peer peer(String version) {
        Peer peer = peer();
        peer.say(
                version.equals("1.0")
                        ? frame("CONNECT", "", "login:somebody", "passcode:secret")
                        : frame("CONNECT", "", "accept-version:" + version, "host:here"));
        assertThat(peer.hear()).startsWith("CONNECTED\n").contains("version:" + version + "\n");
        return peer;
    }

    /** One client, near enough to the wire to compare bytes. */
    static final class Peer {

        private final RawWebSocket socket;

        Peer(RawWebSocket socket) {
            this.socket = socket;
        }

        Peer say(String... frames) {
            socket.send(RawWebSocket.TEXT, true, String.join("", frames).getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Peer say(byte[] frames) {
            socket.send(RawWebSocket.BINARY, true, frames);
            return this;
        }

        /** Subscribes to what is new; the id is the destination of STOMP 1.0 too. */
        Peer subscribe(String id, String destination, String... headers) {
            List<String> all = new ArrayList<>(
                    List.of("id:" + id, "destination:" + destination, "snapshot:false", "receipt:subscribed"));
            all.addAll(List.of(headers));
            say(frame("SUBSCRIBE", "", all.toArray(String[]::new)));
            assertThat(hear()).contains("receipt-id:subscribed\n");
            return this;
        }

        /** The next frame, as it came. */
        String hear() {
            return socket.next().text();
        }

        void close() {
            socket.close();
        }

        /** The next frame is an ERROR with this text, and then the socket closes. */
        String hearRefusal(String text) {
            String error = hear();
            assertThat(error).startsWith("ERROR\n").contains("\nmessage:").contains(text);
            assertThat(socket.next().closeCode()).isEqualTo(1002);
            return error;
        }

        /** The socket closes as after DISCONNECT. */
        void hearClose() {
            assertThat(socket.next().closeCode()).isEqualTo(1000);
        }
    }
}
