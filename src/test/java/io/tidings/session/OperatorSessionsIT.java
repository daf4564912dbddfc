package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.Operator;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an operator sees of sessions, and what they see of him. */
class OperatorSessionsIT extends AbstractEdgeIT {

    private Operator operator;

    @BeforeEach
    void begin() {
        operator = operator();
    }

    @Test
    void showsASessionAsItIs() {
        StompClient client = connect();
        client.subscribe("b", "/topic/chat.operator.#", "max-rate:5");
        client.subscribe("a", "/topic/chat.operator.room");

        JsonNode shown = operator.json("/api/sessions/" + id(client, "chat.operator.room"));

        JsonNode session = shown.get("session");
        assertThat(session.get("id").asString()).startsWith(session.get("node").asString() + "-");
        assertThat(session.has("user")).isFalse();
        assertThat(session.get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(session.get("phase").asString()).isEqualTo("connected");
        assertThat(session.get("version").asString()).isEqualTo("1.2");
        assertThat(Instant.parse(session.get("connectedAt").asString())).isBefore(Instant.now());
        assertThat(session.get("subscriptions").asInt()).isEqualTo(2);
        assertThat(session.get("pending").get("bytes").asLong()).isZero();
        assertThat(shown.get("subscriptions").get("items").toString())
                .isEqualTo("[{\"id\":\"a\",\"destination\":\"/topic/chat.operator.room\","
                        + "\"pattern\":\"chat.operator.room\",\"conflates\":false,\"maxRate\":0,\"live\":true},"
                        + "{\"id\":\"b\",\"destination\":\"/topic/chat.operator.#\","
                        + "\"pattern\":\"chat.operator.#\",\"conflates\":true,\"maxRate\":5,\"live\":true}]");
    }

    @Test
    void pagesThroughSubscriptions() {
        StompClient client = connect();
        for (String id : List.of("c", "a", "b")) {
            client.subscribe(id, "/topic/chat.subscriptions." + id);
        }
        String path = "/api/sessions/" + id(client, "chat.subscriptions.a");

        JsonNode first = operator.json(path + "?limit=2").get("subscriptions");
        JsonNode second = operator.json(
                        path + "?limit=2&after=" + first.get("next").asString())
                .get("subscriptions");

        assertThat(texts(first.get("items"), "id")).containsExactly("a", "b");
        assertThat(texts(second.get("items"), "id")).containsExactly("c");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void pagesThroughTheSessionsThatCoverATopicInTheOrderInWhichTheyBegan() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            StompClient client = connect();
            client.subscribe("s", i % 2 == 0 ? "/topic/chat.paged.#" : "/topic/chat.paged.room");
            connect().subscribe("s", "/topic/chat.other");
            expected.add(ids("chat.paged.room").get(i));
        }

        List<String> seen = new ArrayList<>();
        String path = "/api/sessions?topic=chat.paged.room&limit=2";
        JsonNode page = operator.json(path);
        seen.addAll(texts(page.get("items"), "id"));
        while (page.has("next")) {
            page = operator.json(path + "&after=" + page.get("next").asString());
            seen.addAll(texts(page.get("items"), "id"));
        }

        assertThat(seen).isEqualTo(expected).doesNotHaveDuplicates();
        assertThat(page.get("missing")).isEmpty();
    }

    @Test
    void showsNoSessionOfAUserWhoHasNone() {
        connect();

        assertThat(operator.json("/api/sessions?user=nobody").get("items")).isEmpty();
    }

    @Test
    void disconnectsASessionAndAnswersTheSameAgain() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.disconnected");
        String path = "/api/sessions/" + id(client, "chat.disconnected");

        assertThat(operator.delete(path + "?code=3001&reason=maintenance").statusCode())
                .isEqualTo(204);

        assertThat(client.closed()).isEqualTo(new StompClient.Close(3001, "maintenance"));
        await().until(() -> operator.get(path).statusCode() == 404);
        assertThat(operator.delete(path).statusCode()).isEqualTo(204);
    }

    @Test
    void saysWhyASessionIsDisconnectedWhereNothingIsSaid() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.why");

        operator.delete("/api/sessions/" + id(client, "chat.why"));

        assertThat(client.closed()).isEqualTo(new StompClient.Close(1008, "disconnected by an operator"));
    }

    @Test
    void endsOneSubscriptionAndTellsItsClient() {
        StompClient client = connect();
        client.subscribe("gone", "/topic/chat.ended", "ack:client");
        client.subscribe("kept", "/topic/chat.ended");
        String path = "/api/sessions/" + id(client, "chat.ended") + "/subscriptions/gone";

        assertThat(operator.delete(path).statusCode()).isEqualTo(204);

        Frame last = client.message();
        assertThat(last.headers())
                .containsEntry("subscription", "gone")
                .containsEntry("destination", "/topic/chat.ended")
                .containsEntry("ended", "true")
                .containsEntry("ack", last.header("message-id"));
        assertThat(last.header("message-id")).doesNotContain("@");
        assertThat(last.body()).isEmpty();
        operator.post("/api/topics/chat.ended", "1");
        assertThat(client.message().header("subscription")).isEqualTo("kept");
        assertThat(client.messages()).isEmpty();
        assertThat(operator.delete(path).statusCode()).isEqualTo(204);
    }

    @Test
    void confirmsAnUnsubscribeThatCrossesTheEndOnceAndThenRefusesIt() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.crossed");
        operator.delete("/api/sessions/" + id(client, "chat.crossed") + "/subscriptions/s");

        client.send("UNSUBSCRIBE", "id:s", "receipt:crossed");
        client.receipt("crossed");
        client.subscribe("s", "/topic/chat.crossed");
        client.send("UNSUBSCRIBE", "id:s", "receipt:again");
        client.receipt("again");
        client.send("UNSUBSCRIBE", "id:s");

        assertThat(client.next().command()).isEqualTo("ERROR");
    }

    @Test
    void endsASubscriptionWhoseIdNeedsEscapes() {
        StompClient client = connect();
        client.subscribe("a/b c", "/topic/chat.escaped");

        String id = URLEncoder.encode("a/b c", StandardCharsets.UTF_8).replace("+", "%20");
        operator.delete("/api/sessions/" + id(client, "chat.escaped") + "/subscriptions/" + id);

        assertThat(client.message().header("ended")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/sessions?limit=0, limit",
        "/api/sessions?limit=x, limit",
        "/api/sessions?limit=201, limit",
        "/api/sessions?limit=1&limit=2, limit",
        "/api/sessions?usr=x, query",
        "/api/sessions?after=x, after",
        "/api/sessions?topic=a..b, topic",
        "/api/sessions/x, id",
        "/api/sessions/node-0-x!, id"
    })
    void refusesWhatItCannotMean(String path, String what) {
        assertThat(operator.get(path).statusCode()).isEqualTo(400);
        assertThat(operator.get(path).headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(operator.get(path).body()).contains("\"detail\":\"" + what + ":");
    }

    @ParameterizedTest
    @CsvSource({"code=1005, code", "code=999999, code", "code=, code", "reason=%s, reason"})
    void refusesACloseThatNoFrameCanCarry(String query, String what) {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.refused");
        String path = "/api/sessions/" + id(client, "chat.refused") + "?" + query.replace("%s", "x".repeat(124));

        assertThat(operator.delete(path).statusCode()).isEqualTo(400);
        assertThat(operator.delete(path).body()).contains("\"detail\":\"" + what + ":");
    }

    @Test
    void knowsNoOtherNode() {
        for (String path : List.of("/api/sessions/node-deadbeef-1", "/api/sessions?node=node-deadbeef")) {
            assertThat(operator.get(path).statusCode()).isEqualTo(404);
            assertThat(operator.get(path).body()).contains("node: 'node-deadbeef'");
        }
        assertThat(operator.delete("/api/sessions/node-deadbeef-1").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsNothingWithoutTheToken() {
        assertThat(operator.anonymously("/api/sessions").statusCode()).isEqualTo(401);
        assertThat(operator.anonymously("/api/topics").statusCode()).isEqualTo(401);
    }

    /** The id of the one session that covers a topic. */
    private String id(StompClient client, String topic) {
        assertThat(client.messages()).isEmpty();
        List<String> ids = ids(topic);
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }

    private List<String> ids(String topic) {
        return texts(operator.json("/api/sessions?topic=" + topic).get("items"), "id");
    }

    private static List<String> texts(JsonNode items, String member) {
        return items.valueStream().map(item -> item.get(member).asString()).toList();
    }
}
