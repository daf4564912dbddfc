package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a session may send and hold. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "tidings.namespaces.chat.publish=anyone",
            "tidings.session.heart-beat=200ms",
            "tidings.session.max-subscriptions=5",
            "tidings.session.limits.patterns=2",
            "tidings.session.limits.headers=10",
            "tidings.session.limits.header-size=1KB",
            "tidings.session.limits.frame-rate=200",
            "tidings.session.limits.idle-timeout=1s"
        })
class LimitsIT {

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    private final List<AutoCloseable> clients = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
    }

    @Test
    void readsAFastClientSlowlyAndLosesNothing() {
        StompClient reader = connect();
        reader.subscribe("all", "/topic/chat.fast");
        StompClient fast = connect();
        double before = limited("frames");
        long start = System.nanoTime();

        for (int i = 0; i < 500; i++) {
            fast.sendBody("SEND", "update " + i, "destination:/topic/chat.fast");
        }

        for (int i = 0; i < 500; i++) {
            assertThat(reader.message().text()).isEqualTo("update " + i);
        }
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(limited("frames")).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource({"SEND, destination:/topic/chat.many", "ACK, id:1"})
    void countsTheFramesOfOneMessage(String command, String header) {
        StompClient fast = connect();
        String one = StompClient.frame(command, "", header);
        double before = limited("frames");

        fast.sendText(one.repeat(300));
        fast.send("SEND", "destination:/topic/chat.many", "receipt:last");

        fast.receipt("last");
        assertThat(limited("frames")).isGreaterThan(before);
    }

    @Test
    void answersAFloodOfPingsSlowly() {
        RawWebSocket client = raw();
        double before = limited("frames");

        for (int i = 0; i < 400; i++) {
            client.send(RawWebSocket.PING, true, (byte) i);
        }

        for (int i = 0; i < 400; i++) {
            assertThat(client.next().payload()).containsExactly(i);
        }
        assertThat(limited("frames")).isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND", "SUBSCRIBE"})
    void refusesAFrameOfManyHeaders(String command) {
        StompClient client = connect();
        List<String> headers = new ArrayList<>(List.of("destination:/topic/chat.many", "id:1"));
        for (int i = 0; i < 9; i++) {
            headers.add("h" + i + ":v");
        }

        client.send(command, headers.toArray(String[]::new));

        assertThat(client.next().header("message")).isEqualTo("headers: over 10 (expected: at most that in a frame)");
        assertThat(client.closed().code()).isEqualTo(1002);
    }

    @Test
    void takesAFrameOfAsManyHeadersAsMayBe() {
        StompClient client = connect();

        client.send(
                "SEND", "destination:/topic/chat.many", "receipt:1", "a:", "b:", "c:", "d:", "e:", "f:", "g:", "h:");

        client.receipt("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND", "SUBSCRIBE"})
    void refusesALongHeader(String command) {
        StompClient client = connect();
        double before = limited("headers");

        client.send(command, "destination:/topic/chat.many", "id:1", "long:" + "x".repeat(1024));

        assertThat(client.next().header("message")).isEqualTo("header: over 1024 bytes (expected: at most that)");
        assertThat(client.closed().code()).isEqualTo(1002);
        assertThat(limited("headers")).isEqualTo(before + 1);
    }

    @Test
    void refusesAHeaderThatDoesNotEndBeforeItHasEnded() {
        RawWebSocket client = raw();

        client.send(RawWebSocket.TEXT, true, ("CONNECT\nlong:" + "x".repeat(1024)).getBytes(StandardCharsets.UTF_8));

        assertThat(client.next().text()).startsWith("ERROR\n").contains("over 1024 bytes");
        assertThat(client.next().closeCode()).isEqualTo(1002);
    }

    @Test
    void boundsPatternsMoreThanTopics() {
        StompClient client = connect();
        client.subscribe("1", "/topic/chat.*");
        client.subscribe("2", "/topic/chat.#");
        client.subscribe("3", "/topic/chat.one");

        client.send("SUBSCRIBE", "id:4", "destination:/topic/chat.a.*");

        assertThat(client.next().header("message")).isEqualTo("patterns: over 2 (expected: at most that in a session)");
        assertThat(client.closed().code()).isEqualTo(1002);
        assertThat(limited("patterns")).isOne();
    }

    @Test
    void boundsSubscriptions() {
        StompClient client = connect();
        for (int i = 0; i < 5; i++) {
            client.subscribe("s" + i, "/topic/chat." + i);
        }

        client.send("SUBSCRIBE", "id:s5", "destination:/topic/chat.5");

        assertThat(client.next().header("message"))
                .isEqualTo("subscriptions: over 5 (expected: at most that in a session)");
        assertThat(limited("subscriptions")).isOne();
    }

    @Test
    void closesASessionThatNobodyUses() {
        StompClient reader = connect();
        reader.subscribe("1", "/topic/chat.idle");
        StompClient idle = connect();

        StompClient.Close closed = idle.closed();

        assertThat(closed.code()).isEqualTo(1000);
        assertThat(closed.reason()).startsWith("idle: ");
        assertThat(limited("idle-time")).isPositive();
        reader.send("UNSUBSCRIBE", "id:1", "receipt:2");
        reader.receipt("2");
        await().until(() -> reader.closed().code() == 1000);
    }

    private StompClient connect() {
        StompClient client = StompClient.connect(port);
        clients.add(client);
        return client;
    }

    private RawWebSocket raw() {
        RawWebSocket client = RawWebSocket.open(port);
        clients.add(client);
        assertThat(client.handshake()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    private double limited(String limit) {
        return meters.counter("tidings.session.limited", "limit", limit).count();
    }
}
