package io.tidings.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidings.access.Scoped;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Who may subscribe, read the history and publish, by rules and by an authorizer, over real sockets. */
@Import(AccessRulesIT.Login.class)
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "tidings.namespaces.rooms.rules[0].topics=rooms.{claim:tenant}.#",
            "tidings.namespaces.rooms.rules[0].subscribe=authenticated",
            "tidings.namespaces.rooms.rules[0].publish=scope:chat-write",
            "tidings.namespaces.rooms.rules[0].read-history=scope:archive",
            "tidings.namespaces.docs.subscribe=authorizer",
            "tidings.namespaces.docs.publish=authorizer",
            "tidings.access.decision-timeout=30s",
            "tidings.access.authorizer.timeout=20s",
            "tidings.access.authorizer.cache-time=0s",
            "tidings.access.authorizer.denied-cache-time=0s"
        })
class AccessRulesIT extends AbstractEdgeIT {

    private static final HttpServer AUTHORIZER = serve();

    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

    private static volatile String answer = "";

    private static volatile CountDownLatch hold = new CountDownLatch(0);

    @Autowired
    private Sessions sessions;

    @DynamicPropertySource
    static void authorizer(DynamicPropertyRegistry registry) {
        registry.add(
                "tidings.access.authorizer.url",
                () -> "http://127.0.0.1:" + AUTHORIZER.getAddress().getPort() + "/");
    }

    @BeforeEach
    void allow() {
        ASKED.clear();
        answer = "{\"allowed\":true}";
        hold = new CountDownLatch(0);
    }

    @AfterAll
    static void stop() {
        AUTHORIZER.stop(0);
    }

    @Test
    void keepsTenantsApart() {
        StompClient ann = login("user=ann&tenant=acme&tenant=initech&scope=chat-write");
        StompClient bob = login("user=bob&tenant=globex");
        ann.subscribe("s", "/topic/rooms.acme.#");
        ann.subscribe("t", "/topic/rooms.initech.hall");
        bob.subscribe("s", "/topic/rooms.globex.#");

        for (int i = 0; i < 3; i++) {
            ann.sendBody("SEND", "hello " + i, "destination:/topic/rooms.acme.hall", "receipt:r" + i);
            ann.receipt("r" + i);
            assertThat(ann.message().text()).isEqualTo("hello " + i);
        }
        assertThat(bob.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rooms.globex.#",
        "rooms.#",
        "rooms.*.hall",
        "rooms",
        "rooms.acmee",
        "rooms.Acme.hall",
        "rooms.globex.hall",
    })
    void refusesTopicsOfOtherTenantsAndCloses(String topics) {
        StompClient ann = login("user=ann&tenant=acme&tenant=*&tenant=%23&tenant=globex.hall");
        ann.send("SUBSCRIBE", "id:s", "destination:/topic/" + topics, "receipt:r");

        Frame error = ann.next();
        assertThat(error.command()).isEqualTo("ERROR");
        assertThat(error.header("message"))
                .isEqualTo("destination: '/topic/" + topics + "' (expected: one that you may subscribe to)");
        assertThat(error.header("receipt-id")).isEqualTo("r");
        assertThat(ann.closed().code()).isEqualTo(1002);
    }

    @ParameterizedTest
    @CsvSource({"user=ann&tenant=acme, rooms.acme.hall", "user=ann&tenant=acme&scope=chat-write, rooms.globex.hall"})
    void refusesToPublishWithoutTheScopeOrElsewhere(String who, String topic) {
        StompClient ann = login(who);
        ann.sendBody("SEND", "x", "destination:/topic/" + topic);

        assertThat(ann.next().header("message"))
                .isEqualTo("destination: '/topic/" + topic + "' (expected: one that you may publish to)");
        assertThat(ann.closed().code()).isEqualTo(1002);
    }

    @ParameterizedTest
    @CsvSource({"history:1", "since:"})
    void keepsTheHistoryForThoseWhoMayReadIt(String header) {
        login("user=ann&tenant=acme&scope=archive").subscribe("s", "/topic/rooms.acme.hall", header);
        StompClient bob = login("user=bob&tenant=acme");
        bob.subscribe("s", "/topic/rooms.acme.hall", "history:0");
        bob.send("SUBSCRIBE", "id:t", "destination:/topic/rooms.acme.hall", header);

        assertThat(bob.next().header("message"))
                .isEqualTo("destination: '/topic/rooms.acme.hall' (expected: without since and history, for you may not"
                        + " read what was)");
    }

    @Test
    void letsLaterFramesWaitWhileTheAuthorizerIsAsked() {
        hold = new CountDownLatch(1);
        StompClient ann = login("user=ann&scope=edit&tenant=acme");
        ann.sendText(StompClient.frame("SUBSCRIBE", "", "id:s", "destination:/topic/docs.1.*", "receipt:1")
                + StompClient.frame("SEND", "x", "destination:/topic/chat.order", "receipt:2")
                + StompClient.frame("SEND", "y", "destination:/topic/docs.1.a", "receipt:3"));
        ann.sendBody("SEND", "z", "destination:/topic/chat.order", "receipt:4");
        await().until(() -> ASKED.size() == 1);
        assertThat(ann.messages()).isEmpty();
        hold.countDown();

        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answered.add(ann.next().header("receipt-id"));
        }
        assertThat(answered).containsExactlyInAnyOrder("1", "2", "3", "4").containsSubsequence("2", "4");
        assertThat(ann.message().text()).isEqualTo("y");
        assertThat(ASKED)
                .containsExactly(
                        "{\"action\":\"subscribe\",\"pattern\":\"docs.1.*\",\"user\":\"ann\",\"scopes\":[\"edit\"]}",
                        "{\"action\":\"publish\",\"topic\":\"docs.1.a\",\"user\":\"ann\",\"scopes\":[\"edit\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"allowed\":false}|'destination: ''/topic/docs.1'' (expected: one that you may subscribe to)'",
                "oh no|'destination: ''/topic/docs.1'' cannot be decided on now (expected: a later attempt)'",
            })
    void refusesWhatTheAuthorizerDoesNotAllow(String body, String expected) {
        answer = body;
        StompClient ann = login("user=ann");
        ann.send("SUBSCRIBE", "id:s", "destination:/topic/docs.1");

        assertThat(ann.next().header("message")).isEqualTo(expected);
        assertThat(ann.closed().code()).isEqualTo(1002);
    }

    @Test
    void decidesOnATransactionAsAWhole() {
        StompClient bob = login("user=bob");
        bob.subscribe("s", "/topic/docs.#", "snapshot:false");
        StompClient ann = login("user=ann");
        ann.send("BEGIN", "transaction:t");
        ann.sendBody("SEND", "x", "destination:/topic/docs.a", "transaction:t");
        ann.sendBody("SEND", "y", "destination:/topic/docs.b", "transaction:t");
        ann.send("COMMIT", "transaction:t", "receipt:c");
        ann.receipt("c");
        assertThat(bob.message().text() + bob.message().text()).isEqualTo("xy");

        ann.send("BEGIN", "transaction:u");
        ann.sendBody("SEND", "x", "destination:/topic/docs.a", "transaction:u", "receipt:x");
        ann.receipt("x");
        answer = "{\"allowed\":false}";
        ann.send("COMMIT", "transaction:u");
        assertThat(ann.next().header("message")).contains("'/topic/docs.a' (expected: one that you may publish to)");
        assertThat(bob.messages()).isEmpty();
    }

    @Test
    void dropsADecisionWhoseSessionHasEnded(CapturedOutput output) {
        hold = new CountDownLatch(1);
        StompClient ann = login("user=ann");
        int before = sessions.all().size();
        ann.send("SUBSCRIBE", "id:s", "destination:/topic/docs.1");
        await().until(() -> ASKED.size() == 1);
        ann.close();
        hold.countDown();

        await().until(() -> sessions.all().size() < before);
        login("user=ann").subscribe("s", "/topic/docs.1");
        assertThat(output).doesNotContain("Exception");
    }

    private StompClient login(String query) {
        URI uri = URI.create("ws://127.0.0.1:" + port() + "/ws?" + query);
        return opened(StompClient.open(HttpClient.newHttpClient(), uri, "v12.stomp"))
                .connect();
    }

    private static HttpServer serve() {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", AccessRulesIT::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = answer.getBytes(UTF_8);
        ASKED.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        try {
            assertThat(hold.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Takes a client's word for who it is. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Login {

        @Bean
        WebFilter login() {
            return (exchange, chain) -> {
                MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
                Principal principal = new User(
                        String.valueOf(query.getFirst("user")),
                        Set.copyOf(query.getOrDefault("scope", List.of())),
                        query.getOrDefault("tenant", List.of()));
                return chain.filter(
                        exchange.mutate().principal(Mono.just(principal)).build());
            };
        }
    }

    private record User(String getName, Set<String> scopes, List<String> tenants) implements Principal, Scoped {

        @Override
        public List<String> claim(String name) {
            return name.equals("tenant") ? tenants : List.of();
        }
    }
}
