package io.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The actuator on a port of its own, as the chart has it: the same rights there, and nothing of it on the clients' port. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.endpoint.health.probes.add-additional-paths=true",
            "management.endpoints.web.exposure.include=health,info,metrics,prometheus,loggers,env",
            "tidings.admin.token=management-port-token"
        })
class ManagementPortIT {

    private static final String OPERATOR = "Bearer management-port-token";

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @ParameterizedTest
    @CsvSource({
        "GET,  /actuator/health",
        "GET,  /actuator/health/readiness",
        "GET,  /actuator/info",
        "GET,  /actuator/prometheus",
        "HEAD, /actuator/health"
    })
    void answersProbesAndPrometheusWithoutAToken(HttpMethod method, String path) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(status(managementPort, method, path, null)).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /actuator",
        "HEAD, /actuator",
        "GET,  /actuator/metrics",
        "GET,  /actuator/metrics/jvm.memory.used",
        "GET,  /actuator/env",
        "GET,  /actuator/loggers"
    })
    void answersAllElseToOperatorsOnly(HttpMethod method, String path) {
        assertThat(status(managementPort, method, path, null)).isEqualTo(401);
        assertThat(status(managementPort, method, path, "Bearer wrong-token-altogether"))
                .isEqualTo(401);
        assertThat(status(managementPort, method, path, OPERATOR)).isEqualTo(200);
    }

    @Test
    void changesNothingWithoutAToken() {
        assertThat(status(managementPort, HttpMethod.POST, "/actuator/loggers/io.tidings", null))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/metrics", "/actuator/env"})
    void hasNothingOfItOnTheClientsPort(String path) {
        assertThat(status(port, HttpMethod.GET, path, OPERATOR)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/api/topics", "/ws", "/api/openapi"})
    void hasNothingElseOnItsOwn(String path) {
        assertThat(status(managementPort, HttpMethod.GET, path, OPERATOR)).isEqualTo(404);
    }

    @Test
    void answersTheProbesOfTheClientsPort() {
        assertThat(status(port, HttpMethod.GET, "/livez", null)).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(status(port, HttpMethod.GET, "/readyz", null))
                        .isEqualTo(200));
    }

    @Test
    void servesClientsAndOperatorsAsEver() {
        assertThat(status(port, HttpMethod.GET, "/api/topics", OPERATOR)).isEqualTo(200);
        assertThat(status(port, HttpMethod.GET, "/api/topics", null)).isEqualTo(401);
    }

    private static int status(int port, HttpMethod method, String path, String authorization) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(10))
                .build()
                .method(method)
                .uri(path)
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set(HttpHeaders.AUTHORIZATION, authorization);
                    }
                })
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }
}
