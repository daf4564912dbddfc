package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What clients do that none should: each gets its close frame, leaves nothing behind, and puts nothing into the log. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.namespaces.chat.publish=anyone",
            "tidings.namespaces.quiet.publish=anyone",
            "tidings.admin.token=" + AbstractHostileClientIT.TOKEN,
            "tidings.session.handshake-rate=100000",
            "tidings.session.handshake-rate-per-address=100000",
            "tidings.session.limits.frame-rate=0",
            "tidings.session.heart-beat=1s",
            "tidings.session.connect-timeout=2s",
            "tidings.session.close-timeout=200ms"
        })
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractHostileClientIT {

    static final String TOKEN = "correct-horse-battery-staple";

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

    int port() {
        return port;
    }

    Sessions sessions() {
        return sessions;
    }

    /** Connects with this header in place of the version of WebSocket. */
    RawWebSocket openWith(String header) {
        RawWebSocket client = RawWebSocket.open(port, header);
        clients.add(client);
        return client;
    }

    RawWebSocket open() {
        RawWebSocket client = openWith("Sec-WebSocket-Version: 13");
        assertThat(client.handshake()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    RawWebSocket connect() {
        RawWebSocket client = open();
        client.stomp("CONNECT", "accept-version:1.2");
        assertThat(client.next().text()).startsWith("CONNECTED\n");
        return client;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
