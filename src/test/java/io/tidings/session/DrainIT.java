package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.TidingsApplication;
import io.tidings.testing.Operator;
import io.tidings.testing.RawWebSocket;
import io.tidings.testing.StompClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What a node does from the moment that it is told to stop, as its clients see it. */
@ExtendWith(OutputCaptureExtension.class)
class DrainIT {

    private static final String TOKEN = "a-token-that-only-tests-know";

    private static final int CLIENTS = 20;

    private final ConfigurableApplicationContext node = new SpringApplication(TidingsApplication.class)
            .run(
                    "--server.port=0",
                    "--spring.jmx.enabled=false",
                    "--tidings.admin.token=" + TOKEN,
                    "--tidings.namespaces.chat.retain=true",
                    "--tidings.session.drain.period=1h",
                    "--tidings.session.drain.rate=2");

    private final int port = ((WebServerApplicationContext) node).getWebServer().getPort();

    private final Operator operator = new Operator(port, TOKEN);

    private final List<StompClient> clients =
            IntStream.range(0, CLIENTS).mapToObj(i -> StompClient.connect(port)).toList();

    @AfterEach
    void close() {
        clients.forEach(StompClient::close);
        node.close();
    }

    @Test
    void sendsSessionsElsewhereOneAfterAnotherAndServesThemUntilThen(CapturedOutput output) {
        clients.forEach(client -> client.subscribe("s", "/topic/chat.room"));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);

        await().until(() -> clients.stream().anyMatch(StompClient::isClosed));
        refusesHandshakes();
        servesOthers();
        List<StompClient> served =
                clients.stream().filter(client -> !client.isClosed()).toList();
        await().until(() -> served.stream()
                .allMatch(client -> client.isClosed() || !client.messages().isEmpty()));
        assertThat(served).anyMatch(client -> !client.messages().isEmpty());
        assertThat(stopped).isNotDone();
        served.forEach(StompClient::close);

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(15));
        assertThat(clients)
                .filteredOn(client -> !served.contains(client))
                .extracting(StompClient::closed)
                .containsOnly(new StompClient.Close(1012, "node is shutting down"));
        assertThat(output).doesNotContain("Failed to stop bean").doesNotContain("still running after");
    }

    private void refusesHandshakes() {
        try (RawWebSocket late = RawWebSocket.open(port)) {
            assertThat(late.handshake()).isEqualTo("HTTP/1.1 503 Service Unavailable");
            assertThat(late.head())
                    .containsIgnoringCase("\r\nRetry-After: 1\r\n")
                    .containsIgnoringCase("\r\nConnection: close\r\n");
            assertThat(late.body()).isEqualTo("node: shutting down (expected: another node)\n");
        }
        assertThat(operator.anonymously("/actuator/prometheus").body())
                .contains("tidings_session_draining 1.0")
                .contains("tidings_session_limited_total{limit=\"draining\"} 1.0");
    }

    private void servesOthers() {
        assertThat(operator.anonymously("/actuator/health/readiness").statusCode())
                .isEqualTo(503);
        assertThat(operator.anonymously("/actuator/health/liveness").statusCode())
                .isEqualTo(200);
        HttpResponse<String> published = operator.post("/api/topics/chat.room", "{}");
        assertThat(published.statusCode()).isEqualTo(200);
        assertThat(published.headers().firstValue("Connection")).hasValue("close");
    }
}
