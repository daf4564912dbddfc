package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Jwts;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Close;
import io.tidings.testing.StompClient.Frame;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Who is let in where tokens are signed with a shared secret: by the handshake, by CONNECT, and by REST. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.access.jwt.secret=" + Jwts.SECRET,
            "tidings.access.jwt.clock-skew=0s",
            "tidings.access.query-token=true",
            "tidings.access.admin-scope=ops",
            "tidings.admin.token=" + TokenIT.ADMIN,
            "tidings.namespaces.chat.publish=authenticated",
            "tidings.namespaces.alerts.subscribe=authenticated",
            "tidings.namespaces.staff.subscribe=scope:staff",
            "tidings.session.heart-beat=200ms",
            "management.endpoints.web.exposure.include=health,info,metrics,prometheus"
        })
class TokenIT {

    private static final String VERSION = "Sec-WebSocket-Version: 13";

    static final String ADMIN = "correct-horse-battery-staple";

    @LocalServerPort
    private int port;

    private final List<StompClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization:Bearer ", "Authorization:bearer ", "passcode:"})
    void connectsTheUserOfATokenInConnect(String header) {
        long expires = System.currentTimeMillis() / 1000 * 1000 + 60_000;
        String token = Jwts.of(Jwts.claims("bob@example.com", 0)
                .expirationTime(new Date(expires))
                .build());
        StompClient client = open();
        Frame connected = client.connected("login:somebody", header + token);

        assertThat(connected.headers())
                .containsEntry("user-name", "bob@example.com")
                .containsEntry("expires", Long.toString(expires));
        client.subscribe("own", "/user/queue/alerts");
        publish("alerts.@bob@example%25252Ecom");
        assertThat(client.message().text()).isEqualTo("{}");
        client.sendBody("SEND", "hi", "destination:/topic/chat.x", "receipt:sent");
        client.receipt("sent");
    }

    @Test
    void letsNobodyElseIntoAUsersQueue() {
        StompClient client = open();
        client.connected("passcode:" + Jwts.of("ann"));
        client.send("SUBSCRIBE", "id:1", "destination:/topic/alerts.@bob");

        assertThat(client.next().header("message")).contains("/topic/alerts.@bob");
        assertThat(client.closed().code()).isEqualTo(1002);
    }

    @Test
    void keepsScopesApart() {
        StompClient staff = open();
        staff.connected("passcode:" + Jwts.of("ann", "staff", "other"));
        staff.subscribe("1", "/topic/staff.x");
        StompClient other = open();
        other.connected("passcode:" + Jwts.of("bob", "other"));
        other.send("SUBSCRIBE", "id:1", "destination:/topic/staff.x");

        assertThat(other.next().command()).isEqualTo("ERROR");
    }

    @Test
    void staysOpenForClientsWithoutAToken() {
        StompClient client = open().connect();
        client.subscribe("1", "/topic/chat.x");
        client.send("SEND", "destination:/topic/chat.x");

        assertThat(client.next().header("message")).contains("that you may publish to");
    }

    @Test
    void refusesABadTokenInConnectInOneLine(CapturedOutput output) {
        String token = Jwts.of(Jwts.claims("ann", -5).build());
        StompClient client = open();
        client.send("CONNECT", "accept-version:1.2", "passcode:" + token, "receipt:7");
        Frame error = client.next();

        assertThat(error.command()).isEqualTo("ERROR");
        assertThat(error.header("message")).startsWith("token: Jwt expired at ").doesNotContain(token);
        assertThat(error.body()).isEmpty();
        assertThat(client.closed().code()).isEqualTo(1002);
        assertThat(output).doesNotContain(token);
    }

    @Test
    void takesWhatComesRightBehindConnectAsTheUsers() {
        StompClient client = open();
        client.sendText(StompClient.frame("CONNECT", "", "accept-version:1.2", "host:h", "passcode:" + Jwts.of("ann"))
                + StompClient.frame("SUBSCRIBE", "", "id:1", "destination:/user/queue/alerts", "receipt:s")
                + StompClient.frame("SEND", "x", "destination:/topic/chat.x", "receipt:p"));

        assertThat(client.next().command()).isEqualTo("CONNECTED");
        assertThat(List.of(client.next().header("receipt-id"), client.next().header("receipt-id")))
                .containsExactlyInAnyOrder("s", "p");
    }

    @ParameterizedTest
    @CsvSource({"header, ann, 101", "query, ann, 101", "header, , 401", "query, , 401", "both, ann, 401", "none, , 101"
    })
    void takesAndRefusesTokensBeforeTheUpgrade(String where, String user, int status) {
        String token = user == null ? "no.good.token" : Jwts.of(user);
        boolean query = where.equals("query") || where.equals("both");
        String path = query ? "/ws?access_token=" + token : "/ws";
        String[] headers = where.equals("header") || where.equals("both")
                ? new String[] {VERSION, "Authorization: Bearer " + token}
                : new String[] {VERSION};
        try (RawWebSocket socket = RawWebSocket.openPath(port, path, headers)) {
            assertThat(socket.handshake()).startsWith("HTTP/1.1 " + status);
            if (status == 401) {
                assertThat(socket.head().toLowerCase(Locale.ROOT))
                        .contains("www-authenticate: bearer realm=\"tidings\", error=\"invalid_token\"")
                        .contains("application/problem+json");
            }
        }
    }

    @Test
    void wantsTheSameUserInTheHandshakeAndInConnect() {
        try (RawWebSocket socket = RawWebSocket.open(port, VERSION, "Authorization: Bearer " + Jwts.of("ann"))) {
            assertThat(socket.handshake()).startsWith("HTTP/1.1 101");
            socket.stomp("CONNECT", "accept-version:1.2", "passcode:" + Jwts.of("bob"));
            assertThat(socket.next().text()).startsWith("ERROR").contains("of another user");
        }
        try (RawWebSocket socket = RawWebSocket.open(port, VERSION, "Authorization: Bearer " + Jwts.of("ann"))) {
            assertThat(socket.handshake()).startsWith("HTTP/1.1 101");
            socket.stomp("CONNECT", "accept-version:1.2");
            assertThat(socket.next().text()).startsWith("CONNECTED").contains("user-name:ann\n", "expires:");
        }
    }

    @Test
    void closesWhenTheTokenExpires() {
        StompClient client = open();
        client.connected("passcode:" + Jwts.of(Jwts.claims("ann", 2).build()));
        Close closed = client.closed();

        assertThat(closed.code()).isEqualTo(1008);
        assertThat(closed.reason()).isEqualTo("token expired");
    }

    @Test
    void staysUpWithAFreshTokenAsTheSameUser() {
        StompClient client = open();
        Frame connected = client.connected("passcode:"
                + Jwts.of(Jwts.claims("ann", 2).claim("scope", "staff").build()));
        client.subscribe("1", "/topic/staff.x");
        long first = Long.parseLong(connected.header("expires"));
        client.send(
                "SEND", "destination:/session/token", "receipt:r", "Authorization:Bearer " + Jwts.of("ann", "staff"));
        Frame receipt = client.receipt("r");

        assertThat(Long.parseLong(receipt.header("expires"))).isGreaterThan(first + 1_000_000);
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> System.currentTimeMillis() > first + 600);
        publish("staff.x");
        assertThat(client.message().header("destination")).isEqualTo("/topic/staff.x");
    }

    @Test
    void endsWhatAFreshTokenDoesNotAllowAnyMore() {
        StompClient client = open();
        client.connected("passcode:" + Jwts.of("ann", "staff"));
        client.subscribe("1", "/topic/staff.x");
        client.send("SEND", "destination:/session/token", "receipt:r", "passcode:" + Jwts.of("ann", "other"));
        Frame error = client.next();

        assertThat(error.command()).isEqualTo("ERROR");
        assertThat(error.header("message")).contains("'/topic/staff.x'");
        assertThat(error.header("receipt-id")).isEqualTo("r");
    }

    @Test
    void takesAFreshTokenOfTheSameUserOnly() {
        assertThat(renewal("ann", Jwts.of("bob"))).contains("of another user");
        assertThat(renewal(
                        "ann",
                        Jwts.of(Jwts.claims("ann", 60).issuer("https://other").build())))
                .contains("of another user");
        assertThat(renewal("ann", Jwts.of(Jwts.claims("ann", -60).build()))).contains("expired");
        assertThat(renewal("ann", "")).contains("missing");
        assertThat(renewal(null, Jwts.of("ann"))).contains("that has shown a token before");
    }

    /** A path, and what comes of it without a token, with a bad one, a user's, one with the admin scope, the admin token. */
    @ParameterizedTest
    @CsvSource({
        "GET,  /api/sessions,               401, 401, 403, 200, 200",
        "GET,  /api/nothing,                401, 401, 403, 404, 404",
        "POST, /api/topics/chat.x,          401, 401, 403, 200, 200",
        "GET,  /api/topics/chat.none/last,  404, 401, 404, 404, 401",
        "GET,  /api/topics/alerts.none/last,401, 401, 404, 404, 401",
        "GET,  /api/topics/staff.none/last, 401, 401, 403, 403, 401",
        "POST, /api/topics/chat.none/last,  401, 401, 403, 405, 405",
        "GET,  /api/openapi,                200, 200, 200, 200, 200",
        "GET,  /actuator/health,            200, 200, 200, 200, 200",
        "GET,  /actuator/health/liveness,   200, 200, 200, 200, 200",
        "GET,  /actuator/prometheus,        200, 200, 200, 200, 200",
        "GET,  /actuator/metrics,           401, 401, 403, 200, 200",
        "GET,  /,                           200, 401, 200, 200, 401",
        "GET,  /login,                      404, 401, 404, 404, 401",
        "GET,  /nothing,                    404, 401, 404, 404, 401",
        "POST, /nothing,                    404, 401, 404, 404, 401",
    })
    void letsInByPathAndToken(
            HttpMethod method,
            String path,
            int none,
            int bad,
            int user,
            int operator,
            int admin,
            CapturedOutput output) {
        String ann = Jwts.of("ann");
        String ops = Jwts.of("olga", "ops");
        assertThat(List.of(
                        status(method, path, null),
                        status(method, path, "no.good.token"),
                        status(method, path, ann),
                        status(method, path, ops),
                        status(method, path, ADMIN)))
                .containsExactly(none, bad, user, operator, admin);
        assertThat(output).doesNotContain(ann).doesNotContain(ops).doesNotContain("no.good.token");
    }

    @Test
    void takesNoCredentialsOfOtherKindsAndSetsNoCookie() {
        client().get()
                .uri("/api/sessions")
                .headers(headers -> headers.setBasicAuth("admin", ADMIN))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer realm=\"tidings\"")
                .expectHeader()
                .doesNotExist("Set-Cookie");
    }

    @Test
    void tellsBrowsersToTrustLittle() {
        client().get()
                .uri("/")
                .exchange()
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("X-Frame-Options", "DENY")
                .expectHeader()
                .valueEquals("Referrer-Policy", "no-referrer")
                .expectHeader()
                .value("Content-Security-Policy", csp -> assertThat(csp).contains("default-src 'self'"))
                .expectHeader()
                .doesNotExist("Set-Cookie");
    }

    private String renewal(String user, String token) {
        StompClient client = open();
        if (user == null) {
            client.connect();
        } else {
            client.connected("passcode:" + Jwts.of(user));
        }
        client.send("SEND", "destination:/session/token", "receipt:r", "passcode:" + token);
        Frame error = client.next();
        assertThat(error.command()).isEqualTo("ERROR");
        return error.header("message");
    }

    private int status(HttpMethod method, String path, String token) {
        return client().method(method)
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private void publish(String topic) {
        client().post()
                .uri(URI.create("http://127.0.0.1:" + port + "/api/topics/" + topic))
                .headers(headers -> headers.setBearerAuth(ADMIN))
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private WebTestClient client() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    private StompClient open() {
        StompClient client = StompClient.open(port, "v12.stomp");
        clients.add(client);
        return client;
    }
}
