package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may open a session. The tests are a proxy that is trusted, so that they can come from any address. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.connection.trusted-proxies=127.0.0.1,10.0.0.0/8",
            "tidings.connection.request-timeout=1s",
            "tidings.session.allowed-origins=https://*.example.com",
            "tidings.session.max-sessions=6",
            "tidings.session.max-sessions-per-address=3",
            "tidings.session.handshake-rate-per-address=10"
        })
class AdmissionIT {

    private static final String VERSION = "Sec-WebSocket-Version: 13";

    @LocalServerPort
    private int port;

    @Autowired
    private Sessions sessions;

    @Autowired
    private MeterRegistry meters;

    private final List<RawWebSocket> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawWebSocket::close);
        await().until(() -> sessions.all().isEmpty());
    }

    @Test
    void refusesPagesOfOtherSites() {
        double before = limited("origin");

        assertThat(open("Origin: https://evil.example", "Cookie: session=victim")
                        .handshake())
                .isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(clients.get(0).body())
                .isEqualTo("origin: 'https://evil.example' (expected: this service's own, or one of"
                        + " tidings.session.allowed-origins)\n");
        assertThat(open("Origin: null").handshake()).isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(open("Origin: https://example.com.evil.example").handshake()).isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(limited("origin")).isEqualTo(before + 3);
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void refusesThemHoweverThePathIsWritten() {
        RawWebSocket client = RawWebSocket.openPath(port, "/%77s", VERSION, "Origin: https://evil.example");
        clients.add(client);

        assertThat(client.handshake()).isEqualTo("HTTP/1.1 403 Forbidden");
    }

    @Test
    void takesPagesOfItsOwnAndOfOriginsThatAreListed() {
        assertThat(upgraded("Origin: http://localhost")).isTrue();
        assertThat(upgraded("Origin: https://app.example.com")).isTrue();
        assertThat(upgraded()).isTrue();
    }

    @Test
    void knowsItsOwnOriginBehindAProxy() {
        String[] forwarded = {
            "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: push.example.org"
        };

        assertThat(upgraded(with(forwarded, "Origin: https://push.example.org")))
                .isTrue();
        assertThat(upgraded(with(forwarded, "Origin: http://push.example.org"))).isFalse();
        assertThat(upgraded(with(forwarded, "Origin: https://push.example.org:8443")))
                .isFalse();
    }

    @Test
    void knowsTheClientsAddress() {
        assertThat(upgraded("X-Forwarded-For: 203.0.113.9, 192.0.2.7, 10.0.0.2"))
                .isTrue();
        await().until(() -> sessions.all().size() == 1);

        assertThat(sessions.all())
                .extracting(session -> session.clientAddress().getHostAddress())
                .containsExactly("192.0.2.7");
    }

    @Test
    void boundsTheSessionsOfAnAddress() {
        for (int i = 1; i <= 3; i++) {
            assertThat(upgraded("X-Forwarded-For: 2001:db8:1:2::" + i)).isTrue();
        }
        await().until(() -> sessions.all().size() == 3);
        RawWebSocket fourth = open("X-Forwarded-For: 2001:db8:1:2::4");

        assertThat(fourth.handshake()).isEqualTo("HTTP/1.1 429 Too Many Requests");
        assertThat(fourth.head()).containsIgnoringCase("retry-after: 10");
        assertThat(fourth.body()).isEqualTo("sessions: 3 from your address (expected: no more)\n");
        assertThat(limited("address-sessions")).isOne();
        assertThat(upgraded("X-Forwarded-For: 2001:db8:1:3::1")).isTrue();
        await().until(() -> sessions.all().size() == 4);

        clients.get(0).close();
        await().until(() -> sessions.all().size() == 3);
        assertThat(upgraded("X-Forwarded-For: 2001:db8:1:2::4")).isTrue();
    }

    @Test
    void boundsTheSessionsOfTheNode() {
        for (int i = 1; i <= 6; i++) {
            assertThat(upgraded("X-Forwarded-For: 192.0.2." + i)).isTrue();
        }
        await().until(() -> sessions.all().size() == 6);

        assertThat(open("X-Forwarded-For: 192.0.2.7").handshake()).isEqualTo("HTTP/1.1 503 Service Unavailable");
        assertThat(clients.get(6).head()).containsIgnoringCase("retry-after: ");
        assertThat(limited("sessions")).isOne();
    }

    @Test
    void boundsTheHandshakesOfAnAddress() {
        RawWebSocket client = null;
        for (int i = 0; i < 11; i++) {
            client = open("X-Forwarded-For: 192.0.2.99", "Sec-WebSocket-Version: 12");
            client.handshake();
            client.close();
        }

        RawWebSocket last = open("X-Forwarded-For: 192.0.2.99");
        assertThat(last.handshake()).isEqualTo("HTTP/1.1 429 Too Many Requests");
        assertThat(last.head()).containsIgnoringCase("retry-after: 1\r\n");
        assertThat(limited("address-handshakes")).isPositive();
    }

    @Test
    void closesConnectionWhoseRequestDoesNotCome() {
        RawWebSocket silent = RawWebSocket.silent(port);
        clients.add(silent);
        silent.sendRaw("GET /ws HTTP/1.1\r\nHost: ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(silent.rest()).isEmpty();
        assertThat(meters.counter("tidings.connection.limited", "limit", "request-time")
                        .count())
                .isOne();
    }

    private boolean upgraded(String... headers) {
        return open(headers).handshake().startsWith("HTTP/1.1 101 ");
    }

    private RawWebSocket open(String... headers) {
        boolean versioned = String.join("", headers).contains("Version");
        RawWebSocket client = RawWebSocket.open(port, versioned ? headers : with(headers, VERSION));
        clients.add(client);
        return client;
    }

    private static String[] with(String[] headers, String header) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(header);
        return all.toArray(String[]::new);
    }

    private double limited(String limit) {
        return meters.counter("tidings.session.limited", "limit", limit).count();
    }
}
