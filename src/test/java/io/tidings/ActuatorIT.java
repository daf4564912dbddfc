package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What an operator's machines ask the plain application for, with nothing configured. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ActuatorIT {

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    private WebTestClient client;

    @BeforeEach
    void connect() {
        client = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(10))
                .build();
    }

    @Test
    void isAliveAndGetsReady() {
        client.get()
                .uri("/actuator/health/liveness")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"status\":\"UP\",\"components\":{\"livenessState\":{\"status\":\"UP\"}}}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> client.get()
                        .uri("/actuator/health/readiness")
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    @Test
    void showsWhichPartIsDownButNoDetails() {
        String health = body("/actuator/health");

        assertThat(health).contains("\"components\"").doesNotContain("\"details\"");
    }

    @Test
    void isScrapedByPrometheus() {
        assertThat(body("/actuator/prometheus")).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void saysWhichBuildItIs() {
        assertThat(body("/actuator/info")).contains("\"artifact\":\"tidings\"");
    }

    @Test
    void hidesItsEnvironment() {
        client.get().uri("/actuator/env").exchange().expectStatus().isNotFound();
        client.get().uri("/actuator/configprops").exchange().expectStatus().isNotFound();
    }

    @Test
    void doesNotTraceUnlessItIsToldWhereTo() {
        assertThat(context.getBeanNamesForType(Tracer.class)).isEmpty();
        assertThat(context.getBeanNamesForType(SpanExporter.class)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("SpanProcessor") || name.contains("otlp"));
    }

    private String body(String path) {
        return client.get()
                .uri(path)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
