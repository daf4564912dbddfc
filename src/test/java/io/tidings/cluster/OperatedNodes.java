package io.tidings.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.Operator;
import io.tidings.testing.StompClient;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an operator of two nodes expects: that either answers for both. */
final class OperatedNodes {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Operator one;

    private final Operator two;

    OperatedNodes(ClusterNode one, ClusterNode two) {
        this.one = new Operator(one.port(), ClusterNode.TOKEN);
        this.two = new Operator(two.port(), ClusterNode.TOKEN);
    }

    /** Lists the sessions of both nodes on either, and ends by one what is on the other: a session with two subscriptions. */
    void showAndEndEachOthers(String topic, StompClient there) {
        await().atMost(PATIENCE).until(() -> sessions(one, topic).size() == 2);
        assertThat(sessions(two, topic)).isEqualTo(sessions(one, topic));
        assertThat(one.json("/api/topics/" + topic).get("subscriptions").asInt())
                .isEqualTo(2);

        String id = idOnTheOther(topic);
        assertThat(one.delete("/api/sessions/" + id + "/subscriptions/s").statusCode())
                .isEqualTo(204);
        assertThat(there.message().header("ended")).isEqualTo("true");
        assertThat(one.delete("/api/sessions/" + id).statusCode()).isEqualTo(204);
        assertThat(there.closed().code()).isEqualTo(1008);
    }

    private String idOnTheOther(String topic) {
        return sessions(one, topic).stream()
                .filter(id -> one.json("/api/sessions/" + id)
                                .at("/session/subscriptions")
                                .asInt()
                        == 2)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> sessions(Operator operator, String topic) {
        JsonNode page = operator.json("/api/sessions?topic=" + topic);
        assertThat(page.get("missing")).isEmpty();
        return page.get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }
}
