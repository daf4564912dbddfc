package io.tidings.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is asked over HTTP, and what counts as an answer. */
@ExtendWith(OutputCaptureExtension.class)
class HttpAuthorizerIT {

    private static final AuthorizerRequest REQUEST = new AuthorizerRequest(
            "subscribe", null, "docs.42.*", "ann", Set.of("edit"), Map.of("tenant", List.of("acme")));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final AtomicReference<String> seen = new AtomicReference<>();

    private final AtomicInteger requests = new AtomicInteger();

    private final CountDownLatch over = new CountDownLatch(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private HttpServer server;

    private volatile HttpHandler answer = exchange -> {};

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            answer.handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void asksByPostWithJsonAndTheToken() {
        answer = exchange -> {
            seen.set(exchange.getRequestMethod()
                    + ' '
                    + exchange.getRequestURI()
                    + ' '
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + ' '
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + ' '
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            respond(exchange, 200, "{\"allowed\":true}");
        };

        assertThat(ask()).isEqualTo(Decision.ALLOWED_NOW);
        assertThat(seen)
                .hasValue("POST /may?of=tidings application/json Bearer s3cret"
                        + " {\"action\":\"subscribe\",\"pattern\":\"docs.42.*\",\"user\":\"ann\",\"scopes\":[\"edit\"],"
                        + "\"claims\":{\"tenant\":[\"acme\"]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"allowed\": true}|ALLOWED_NOW|allowed",
                "201|{\"reason\": {\"a\": [1]}, \"allowed\": true}|ALLOWED_NOW|allowed",
                "200|{\"allowed\": false}|DENIED|denied",
            })
    void takesAYesAndANo(int status, String body, Decision expected, String outcome) {
        answer = exchange -> respond(exchange, status, body);

        assertThat(ask()).isEqualTo(expected);
        assertThat(count(outcome)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"204", "301", "302", "307", "400", "401", "403", "404", "500", "503"})
    void takesNoOtherStatusForAnAnswerAndFollowsNoRedirect(int status) {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            respond(exchange, status, "{\"allowed\":true}");
        };

        assertThat(ask()).isEqualTo(Decision.UNKNOWN);
        assertThat(count("invalid")).isEqualTo(1);
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yes",
                "true",
                "{}",
                "[true]",
                "[{\"allowed\":true}]",
                "{\"allowed\":\"true\"}",
                "{\"allowed\":1}",
                "{\"allowed\":null}",
                "{\"allowed\":[true]}",
                "{\"Allowed\":true}",
                "{\"answer\":{\"allowed\":true}}",
                "{\"allowed\":true",
                "{\"allowed\":true}}",
                "{\"allowed\":true} {\"allowed\":false}",
                "{\"allowed\":false,\"allowed\":true}"
            })
    void takesNoOtherBodyForAnAnswer(String body, CapturedOutput output) {
        answer = exchange -> respond(exchange, 200, body);

        assertThat(ask()).isEqualTo(Decision.UNKNOWN);
        assertThat(count("invalid")).isEqualTo(1);
        assertThat(output).contains("The authorizer answers what is no answer").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"16300, ALLOWED_NOW", "17000, UNKNOWN", "5000000, UNKNOWN"})
    void readsNoMoreThanAnAnswerMayBeLong(int length, Decision expected) {
        answer = exchange -> respond(exchange, 200, "{\"allowed\":true,\"x\":\"" + "x".repeat(length) + "\"}");

        assertThat(ask()).isEqualTo(expected);
    }

    @Test
    void waitsNoLongerThanItMay(CapturedOutput output) {
        answer = exchange -> pause();

        assertThat(ask(Duration.ofMillis(300))).isEqualTo(Decision.UNKNOWN);
        assertThat(count("unreachable")).isEqualTo(1);
        assertThat(output).contains("The authorizer does not answer");
    }

    @Test
    void waitsNoLongerForTheRestOfAnAnswer() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"allowed\":true".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            pause();
        };

        assertThat(ask(Duration.ofMillis(300))).isEqualTo(Decision.UNKNOWN);
        assertThat(count("unreachable")).isEqualTo(1);
    }

    @Test
    void saysSoWhereNobodyListensOrHangsUp() {
        answer = HttpExchange::close;
        assertThat(ask()).isEqualTo(Decision.UNKNOWN);

        URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next() + "/may");
        assertThat(authorizer(nobody)
                        .ask(REQUEST)
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .isEqualTo(Decision.UNKNOWN);
        assertThat(count("unreachable")).isEqualTo(2);
    }

    @Test
    void warnsNowAndThenOnly(CapturedOutput output) {
        answer = exchange -> respond(exchange, 500, "");
        HttpAuthorizer authorizer = authorizer(uri());
        for (int i = 0; i < 20; i++) {
            authorizer.ask(REQUEST).orTimeout(30, TimeUnit.SECONDS).join();
        }
        assertThat(output.toString().split("what is no answer", -1)).hasSize(2);
    }

    @Test
    void asksManyAtATime() {
        CountDownLatch all = new CountDownLatch(50);
        answer = exchange -> {
            all.countDown();
            await(all);
            respond(exchange, 200, "{\"allowed\":true}");
        };
        HttpAuthorizer authorizer = authorizer(uri(), Duration.ofSeconds(20));

        List<CompletableFuture<Decision>> decisions =
                IntStream.range(0, 50).mapToObj(i -> authorizer.ask(REQUEST)).toList();

        assertThat(decisions)
                .allSatisfy(decision -> assertThat(
                                decision.orTimeout(20, TimeUnit.SECONDS).join())
                        .isEqualTo(Decision.ALLOWED_NOW));
    }

    private Decision ask() {
        return ask(Duration.ofSeconds(20));
    }

    private Decision ask(Duration timeout) {
        return authorizer(uri(), timeout)
                .ask(REQUEST)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private HttpAuthorizer authorizer(URI uri) {
        return authorizer(uri, Duration.ofSeconds(20));
    }

    private HttpAuthorizer authorizer(URI uri, Duration timeout) {
        AuthorizerProperties properties = new AuthorizerProperties(
                uri,
                "s3cret",
                new AuthorizerProperties.Ssl(null),
                List.of("tenant"),
                timeout,
                100,
                100,
                Duration.ZERO,
                Duration.ZERO);
        return new HttpAuthorizer(
                properties, RulesConfiguration.client(properties, null), new AuthorizerMetrics(registry));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/may?of=tidings");
    }

    private long count(String outcome) {
        return registry.get("tidings.access.authorizer.time")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, status == 204 || bytes.length == 0 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void pause() {
        await(over);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
