package io.tidings.session;

import io.tidings.testing.StompClient;
import java.io.IOException;
import java.net.Socket;
import org.springframework.test.context.ContextConfiguration;

@ContextConfiguration(initializers = TlsEdge.class)
class DeflateEdgeTlsIT extends DeflateEdgeIT {

    @Override
    Socket socket() throws IOException {
        return TlsEdge.trusting().getSocketFactory().createSocket("127.0.0.1", port());
    }

    @Override
    StompClient newClient(String... protocols) {
        return TlsEdge.newClient(port(), protocols);
    }
}
