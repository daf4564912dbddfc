package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Conversation;
import io.tidings.testing.HostileRequests;
import io.tidings.testing.Randomly;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests for every path of the service's port, on real sockets, beside clients that do nothing wrong. */
class RequestsFuzzIT extends AbstractFuzzIT {

    /** 0 for a request that was not whole; only what a stranger has done wrong, or a server that has too much to do. */
    private static final Set<Integer> STATUSES = Set.of(
            0, 101, 200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 406, 408, 411, 413, 414, 415, 416, 417, 422, 426,
            429, 431, 501, 503, 505);

    @Test
    void nothingThatIsAskedForDoesHarm() {
        fuzz("requests", 150, RequestsFuzzIT::pieces, RequestsFuzzIT.this::check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /%s HTTP/1.1\r\nx: %<s\r\n\r\n"
            })
    void countsWhatIsNoRequest(String request) {
        double before = malformed();
        byte[] bytes = bytes(String.format(request, "y".repeat(9_000)));

        assertThat(Conversation.hold(port(), List.of(bytes), 500).status()).isIn(400, 414, 431);
        assertThat(malformed()).isEqualTo(before + 1);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void refusesAHandshakeByConnect() {
        byte[] connect = bytes("CONNECT /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        assertThat(Conversation.hold(port(), List.of(connect), 500).status()).isEqualTo(405);
        assertThat(complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/topics", "/actuator/health", "/none", "/ws"})
    void refusesAMalformedAccept(String path) {
        byte[] request = bytes("GET " + path + " HTTP/1.1\r\nHost: h\r\nAccept: */*;q=-1\r\nAuthorization: Bearer "
                + TOKEN + "\r\n\r\n");

        assertThat(Conversation.hold(port(), List.of(request), 1_000).status()).isBetween(200, 406);
        assertThat(complaints()).isEmpty();
    }

    /** Reactor Netty answers for the bytes, sooner or later than the last value is there. */
    @RepeatedTest(10)
    void saysNothingOfBytesBehindARequest() {
        byte[] request = bytes("GET /api/topics/chat.a/last HTTP/1.1\r\nHost: h\r\n\r\n\1\2 no request\r\n\r\n");

        assertThat(Conversation.hold(port(), List.of(request), 100).status()).isIn(0, 200, 400, 404);
        witness();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void saysNothingOfAClientThatIsGoneBeforeItsBodyHasCome() {
        byte[] half = bytes("POST /api/topics/chat.a HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nAuthorization: Bearer "
                + TOKEN + "\r\n\r\nhalf");

        assertThat(Conversation.hold(port(), List.of(half), 200).status()).isZero();
        witness();
        assertThat(complaints()).isEmpty();
    }

    private double malformed() {
        return meters().get("tidings.connection.malformed").counter().count();
    }

    private static List<byte[]> pieces(Random random) {
        return new HostileRequests(new Randomly(random), TOKEN).requests();
    }

    private void check(List<byte[]> pieces) {
        Conversation conversation = Conversation.hold(port(), pieces, pieces.get(0).length % 2 == 0 ? 20 : 0);
        assertThat(complaints()).isEmpty();
        assertThat(STATUSES).contains(conversation.status());
        if (!conversation.text().contains("# HELP ")) { // Meters name the application's class, and failures by theirs.
            assertThat(conversation.text()).doesNotContain("io.tidings", "Exception", "\tat ");
        }
    }
}
