package io.tidings.session;

import io.tidings.testing.StompClient;
import org.springframework.test.context.ContextConfiguration;

@ContextConfiguration(initializers = TlsEdge.class)
class SlowClientsTlsIT extends SlowClientsIT {

    @Override
    StompClient newClient(String... protocols) {
        return TlsEdge.newClient(port(), protocols);
    }
}
