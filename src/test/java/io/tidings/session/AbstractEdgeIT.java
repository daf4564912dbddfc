package io.tidings.session;

import io.tidings.testing.Operator;
import io.tidings.testing.StompClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A node on memory, and its clients over real sockets. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.namespaces.chat.publish=anyone",
            "tidings.namespaces.news.publish=nobody",
            "tidings.namespaces.closed.subscribe=nobody",
            "tidings.namespaces.small.publish=anyone",
            "tidings.namespaces.small.max-body=100B",
            "tidings.namespaces.small-too.publish=anyone",
            "tidings.publish.allowed-headers=x-note",
            "tidings.session.heart-beat=1s",
            "tidings.session.connect-timeout=2s",
            "tidings.session.max-subscriptions=20",
            "tidings.session.send-buffer=1MB",
            "tidings.session.close-timeout=1s",
            "tidings.admin.token=" + AbstractEdgeIT.TOKEN
        })
abstract class AbstractEdgeIT {

    static final String TOKEN = "a-token-that-only-tests-know";

    @LocalServerPort
    private int port;

    private final List<StompClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
    }

    int port() {
        return port;
    }

    Operator operator() {
        return new Operator(port, TOKEN);
    }

    StompClient open(String... protocols) {
        return opened(newClient(protocols));
    }

    /** Has a client closed after the test. */
    StompClient opened(StompClient client) {
        clients.add(client);
        return client;
    }

    StompClient connect() {
        return open("v12.stomp").connect();
    }

    StompClient newClient(String... protocols) {
        return StompClient.open(port, protocols);
    }
}
