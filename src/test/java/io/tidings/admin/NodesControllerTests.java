package io.tidings.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tidings.cluster.Cluster;
import io.tidings.cluster.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

class NodesControllerTests {

    private final Cluster cluster = mock(Cluster.class);

    private final WebTestClient client = WebTestClient.bindToController(
                    new NodesController(cluster, AdminApi.properties(Duration.ofSeconds(1), Duration.ofSeconds(1))))
            .build();

    @BeforeEach
    void threeNodes() {
        when(cluster.nodes())
                .thenReturn(List.of(
                        node("web-2", Node.State.ALIVE, Duration.ZERO, Map.of("sessions", 3L, "topics", 9L)),
                        node("web-1", Node.State.ALIVE, Duration.ofSeconds(4), Map.of("sessions", 5L, "topics", 9L)),
                        node("web-3", Node.State.MISSING, Duration.ofSeconds(20), Map.of("sessions", 7L))));
    }

    @Test
    void listsNodesByTheirIdsAndNamesThoseThatAreMissing() {
        assertThat(get("/api/nodes"))
                .contains(
                        "{\"id\":\"web-1\",\"name\":\"web\",\"version\":\"1.2.3\",\"startedAt\":\"1970-01-01T00:00:00Z\","
                                + "\"state\":\"alive\",\"age\":\"PT4S\",\"counts\":{\"sessions\":5,\"topics\":9}}")
                .contains("\"id\":\"web-2\"", "\"state\":\"missing\",\"age\":\"PT20S\"")
                .endsWith("\"missing\":[{\"node\":\"web-3\",\"reason\":\"unreachable\"}]}")
                .doesNotContain("\"next\"");
    }

    @Test
    void listsThemInPages() {
        assertThat(get("/api/nodes?limit=1")).contains("\"id\":\"web-1\"", "\"next\":\"web-1\"");
        assertThat(get("/api/nodes?limit=1&after=web-2"))
                .contains("\"id\":\"web-3\"")
                .doesNotContain("\"next\"");
    }

    @Test
    void addsUpWhatTheNodesCountThatAreNotMissing() {
        assertThat(get("/api/stats"))
                .isEqualTo("{\"nodes\":2,\"oldest\":\"PT4S\",\"counts\":{"
                        + "\"sessions\":{\"sum\":8,\"least\":3,\"most\":5},"
                        + "\"topics\":{\"sum\":18,\"least\":9,\"most\":9}},"
                        + "\"missing\":[{\"node\":\"web-3\",\"reason\":\"unreachable\"}]}");
    }

    private String get(String path) {
        return new String(
                client.get()
                        .uri(path)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody(),
                StandardCharsets.UTF_8);
    }

    private static Node node(String id, Node.State state, Duration age, Map<String, Long> counts) {
        return new Node(id, new Node.About("web", "1.2.3", Instant.EPOCH), counts, state, age);
    }
}
