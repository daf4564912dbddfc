package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.tidings.testing.Jwts;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tokens checked by an issuer's JWK set: a new key is found, and without the issuer nobody new is let in. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.access.anonymous=false",
            "tidings.access.jwt.fetch-interval=500ms",
            "tidings.access.jwt.fetch-timeout=8s"
        })
class KeySetIT {

    private static final AtomicInteger fetches = new AtomicInteger();

    private static volatile JWKSet keys;

    private static volatile int status = 200;

    private static HttpServer issuer;

    private static RSAKey first;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void generate() throws Exception {
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        keys = new JWKSet(first.toPublicJWK());
    }

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry registry) throws Exception {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = keys.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        registry.add(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                () -> "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
    }

    @AfterAll
    static void stop() {
        issuer.stop(0);
    }

    @Test
    void findsANewKeyAndFailsClosedWithoutTheIssuer() throws Exception {
        StompClient standing = StompClient.open(port, "v12.stomp");
        assertThat(answer(standing, token(first)).header("user-name")).isEqualTo("ann");
        assertThat(fetches).hasValue(1);

        RSAKey second = new RSAKeyGenerator(2048).keyID("second").generate();
        status = 500;
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(refusal(token(second))).contains("cannot be checked now"));
        assertThat(answer(token(first)).command()).as("by a key that is known").isEqualTo("CONNECTED");
        standing.subscribe("1", "/topic/chat.x");

        keys = new JWKSet(second.toPublicJWK());
        status = 200;
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(answer(token(second)).command()).isEqualTo("CONNECTED"));
        assertThat(refusal(token(first))).as("whose key is gone").contains("not signed by a known key");
        standing.subscribe("2", "/topic/chat.y");
        standing.close();
    }

    @Test
    void letsNobodyInWithoutAToken() {
        assertThat(refusal(null)).startsWith("Authorization: missing");
    }

    private static String token(RSAKey key) {
        return Jwts.byKey(key, Jwts.claims("ann", 600).build());
    }

    private String refusal(String token) {
        Frame answer = answer(token);
        assertThat(answer.command()).isEqualTo("ERROR");
        return answer.header("message");
    }

    private Frame answer(String token) {
        try (StompClient client = StompClient.open(port, "v12.stomp")) {
            return answer(client, token);
        }
    }

    private static Frame answer(StompClient client, String token) {
        client.send("CONNECT", "accept-version:1.2", token == null ? "host:h" : "passcode:" + token);
        return client.next();
    }
}
