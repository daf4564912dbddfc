package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.Jwts;
import io.tidings.testing.StompClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.socket.CloseStatus;

/** Canaries of a node on memory whose port speaks TLS, lets nobody in without a token, and is full with eight clients. */
@ContextConfiguration(initializers = TlsEdge.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.canary.enabled=true",
            "tidings.canary.interval=100ms",
            "tidings.canary.jitter=50ms",
            "tidings.canary.reconnect.min=10ms",
            "tidings.canary.except=left-out",
            "tidings.namespaces.chat.subscribe=authenticated",
            "tidings.namespaces.chat.publish=scope:staff",
            "tidings.namespaces.slow.max-rate=1",
            "tidings.namespaces.closed.subscribe=nobody",
            "tidings.namespaces.left-out.publish=anyone",
            "tidings.namespaces.cursors.durable=false",
            "tidings.access.anonymous=false",
            "tidings.access.jwt.secret=" + Jwts.SECRET,
            "tidings.connection.max=8",
            "tidings.connection.max-per-address=8",
            "tidings.session.max-sessions=8",
            "tidings.session.max-sessions-per-address=8",
            "tidings.session.max-subscriptions=1"
        })
class CanaryEdgeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Sessions sessions;

    private final List<StompClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
    }

    @Test
    void arriveOfEachDurableNamespaceThatIsNotExcepted() {
        awaitMore(20);

        assertThat(meters.get("tidings.canary.logs").gauge().value()).isEqualTo(3);
        assertThat(silenceSeconds()).isLessThan(2);
    }

    @Test
    void arriveThoughTheNodeIsFullAndTheirSessionWasLost() {
        assertThatThrownBy(() -> IntStream.range(0, 20).forEach(i -> connect("ann")))
                .isNotNull();

        sessions.all().stream().filter(Sessions::isOwn).forEach(own -> own.close(CloseStatus.GOING_AWAY));

        await().atMost(PATIENCE)
                .until(() -> sessions.all().stream()
                        .anyMatch(session ->
                                Sessions.isOwn(session) && session.closeStatus() == CloseStatus.NO_CLOSE_FRAME));
        awaitMore(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "canary", "%canary"})
    void areNobodysToSubscribeTo(String user) {
        StompClient client = connect(user);
        client.send("SUBSCRIBE", "id:1", "destination:/topic/chat.@%25canary");

        assertThat(client.next().header("message"))
                .isEqualTo("destination: '/topic/chat.@%25canary' (expected: one that you may subscribe to)");
    }

    @Test
    void areNobodysToPublish() {
        StompClient client = connect("ann", "staff");
        client.sendBody("SEND", "x", "destination:/topic/chat.@%25canary");

        assertThat(client.next().header("message"))
                .isEqualTo("topic: 'chat.@%25canary' (expected: not that of canaries)");
    }

    @Test
    void areSeenByNoPattern() {
        StompClient client = connect("ann");
        client.subscribe("1", "/topic/chat.#", "history:100");
        awaitMore(20);

        assertThat(client.messages()).isEmpty();
    }

    private StompClient connect(String user, String... scopes) {
        StompClient client = TlsEdge.newClient(port, "v12.stomp");
        clients.add(client);
        client.connected("passcode:" + Jwts.of(user, scopes));
        return client;
    }

    private void awaitMore(int count) {
        long before = arrived();
        await().atMost(PATIENCE).until(() -> arrived() >= before + count);
    }

    private long arrived() {
        return meters.get("tidings.canary.time").timer().count();
    }

    private double silenceSeconds() {
        return meters.get("tidings.canary.silence").timeGauge().value(TimeUnit.SECONDS);
    }
}
