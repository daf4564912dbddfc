package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.ContextConfiguration;

@ContextConfiguration(initializers = TlsEdge.class)
@ExtendWith(OutputCaptureExtension.class)
class StompEdgeTlsIT extends StompEdgeIT {

    @Test
    void logsNothingWhenAClientStopsSpeakingTls(CapturedOutput output) throws Exception {
        try (Socket plain = new Socket("127.0.0.1", port());
                Socket tls = TlsEdge.trusting().getSocketFactory().createSocket(plain, "127.0.0.1", port(), true)) {
            RawWebSocket client = RawWebSocket.open(tls, "Sec-WebSocket-Version: 13");
            assertThat(client.handshake()).startsWith("HTTP/1.1 101 ");
            plain.getOutputStream().write("this is no record of TLS".getBytes(StandardCharsets.US_ASCII));
            plain.getInputStream().readAllBytes();
        }

        assertThat(output.toString()).doesNotContain("Session failed");
    }

    @Override
    StompClient newClient(String... protocols) {
        return TlsEdge.newClient(port(), protocols);
    }
}
