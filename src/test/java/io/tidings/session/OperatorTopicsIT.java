package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.Operator;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an operator sees of topics, and what subscribers see of what he publishes. */
class OperatorTopicsIT extends AbstractEdgeIT {

    private Operator operator;

    @BeforeEach
    void begin() {
        operator = operator();
    }

    @Test
    void pagesThroughTopicsByName() {
        for (String name : List.of("c", "a", "e", "b", "d")) {
            operator.post("/api/topics/news.paged." + name, "1");
        }
        operator.post("/api/topics/news.other", "1");
        awaitTopic("news.other");

        List<String> seen = new ArrayList<>();
        JsonNode page = operator.json("/api/topics?pattern=news.paged.*&limit=2");
        seen.addAll(names(page));
        while (page.has("next")) {
            page = operator.json("/api/topics?pattern=news.paged.*&limit=2&after="
                    + page.get("next").asString());
            seen.addAll(names(page));
        }

        assertThat(seen)
                .containsExactly("news.paged.a", "news.paged.b", "news.paged.c", "news.paged.d", "news.paged.e");
        assertThat(names(operator.json("/api/topics?limit=200")))
                .containsAll(seen)
                .contains("news.other");
    }

    /** A hyphen sorts before the dot: by their whole names the topics of the one namespace would be on both sides of the other's. */
    @Test
    void pagesThroughNamespacesOfWhichOneBeginsLikeTheOther() {
        List<String> topics = List.of("small.b", "small-too.a");
        topics.forEach(topic -> operator.post("/api/topics/" + topic, "1"));
        topics.forEach(this::awaitTopic);

        List<String> seen = new ArrayList<>();
        JsonNode page = operator.json("/api/topics?limit=1");
        seen.addAll(names(page));
        while (page.has("next")) {
            page = operator.json("/api/topics?limit=1&after=" + page.get("next").asString());
            seen.addAll(names(page));
        }

        assertThat(seen).containsAll(topics).doesNotHaveDuplicates();
    }

    @Test
    void saysOfEachTopicWhereItStandsAndHowManySubscriptionsCoverIt() {
        operator.post("/api/topics/news.counted.a", "1");
        JsonNode published = Operator.ok(operator.post("/api/topics/news.counted.a", "{\"n\":2}"));
        connect().subscribe("s", "/topic/news.counted.a");
        StompClient gone = connect();
        gone.subscribe("s", "/topic/news.counted.#");
        connect().subscribe("s", "/topic/news.counted.*");
        gone.send("UNSUBSCRIBE", "id:s", "receipt:gone");
        gone.receipt("gone");
        awaitTopic("news.counted.a");

        JsonNode topic =
                operator.json("/api/topics?pattern=news.counted.a").get("items").get(0);

        assertThat(topic.get("position")).isEqualTo(published.get("position"));
        assertThat(topic.get("timestamp")).isEqualTo(published.get("timestamp"));
        assertThat(topic.get("contentType").asString()).isEqualTo("application/json");
        assertThat(topic.get("length").asInt()).isEqualTo(7);
        assertThat(topic.get("history").asInt()).isEqualTo(2);
        assertThat(topic.get("subscriptions").asInt()).isEqualTo(2);
    }

    @Test
    void showsATopicWithItsLastValueItsHistoryAndItsSubscribers() {
        JsonNode first = Operator.ok(operator.post("/api/topics/news.shown", "1"));
        JsonNode second = Operator.ok(operator.post("/api/topics/news.shown", "{\"n\": 2}"));
        connect().subscribe("s", "/topic/news.shown");
        connect().subscribe("s", "/topic/news.#");

        JsonNode shown = operator.json("/api/topics/news.shown?limit=1");

        assertThat(shown.get("last").get("text").asString()).isEqualTo("{\"n\": 2}");
        assertThat(shown.get("last").get("position")).isEqualTo(second.get("position"));
        assertThat(shown.get("history").get("count").asInt()).isEqualTo(2);
        assertThat(shown.get("history").get("positions").valueStream())
                .containsExactly(first.get("position"), second.get("position"));
        assertThat(shown.get("subscriptions").asInt()).isEqualTo(2);
        assertThat(shown.get("sessions").get("items")).hasSize(1);
        JsonNode rest = operator.json("/api/topics/news.shown?after="
                + shown.get("sessions").get("next").asString());
        assertThat(rest.get("sessions").get("items")).hasSize(1);
    }

    @Test
    void showsABodyThatIsNoTextInBase64AndNoneThatIsTooLong() {
        operator.post("/api/publications", "[{\"topic\":\"news.binary\",\"base64\":\"AP8B\"}]");
        operator.post("/api/topics/news.long", "x".repeat(64 * 1024 + 1));
        awaitTopic("news.long");

        JsonNode binary = operator.json("/api/topics/news.binary").get("last");
        JsonNode tooLong = operator.json("/api/topics/news.long").get("last");

        assertThat(binary.get("base64").asString()).isEqualTo("AP8B");
        assertThat(binary.has("text")).isFalse();
        assertThat(tooLong.get("length").asInt()).isEqualTo(64 * 1024 + 1);
        assertThat(tooLong.has("text") || tooLong.has("base64")).isFalse();
    }

    @Test
    void saysOfATopicThatNobodyHasUsedThatThereIsNothing() {
        assertThat(operator.get("/api/topics/news.unused").body())
                .isEqualTo("{\"topic\":\"news.unused\",\"history\":{\"count\":0,\"positions\":[]},"
                        + "\"subscriptions\":0,\"sessions\":{\"items\":[],\"missing\":[]}}");
    }

    @Test
    void clearsALastValueForAllAndAgain() {
        operator.post("/api/topics/news.cleared", "1");
        StompClient client = connect();
        client.subscribe("s", "/topic/news.cleared");
        client.message();

        JsonNode cleared = Operator.ok(operator.delete("/api/topics/news.cleared/last"));

        Frame deleted = client.message();
        assertThat(deleted.header("deleted")).isEqualTo("true");
        assertThat(deleted.header("message-id"))
                .isEqualTo(cleared.get("position").asString());
        assertThat(operator.get("/api/topics/news.cleared/last").statusCode()).isEqualTo(404);
        assertThat(operator.json("/api/topics/news.cleared").has("last")).isFalse();
        assertThat(operator.delete("/api/topics/news.cleared/last").statusCode())
                .isEqualTo(200);
    }

    @Test
    void publishesABatchInOrderAndTheBodiesAsTheyAreWritten() {
        StompClient client = connect();
        client.subscribe("s", "/topic/news.batch.#");

        JsonNode answer = Operator.ok(operator.post("/api/publications", """
                [{"topic":"news.batch.a","json":{"price": 1.00, "name": "\\u00fc"}},
                 {"topic":"news.batch.a","text":"ü","contentType":"text/plain","headers":{"X-Note":"n","X-Other":"o"}},
                 {"topic":"news.batch.b","json":null}]"""));

        assertThat(answer.get("published").asInt()).isEqualTo(3);
        Frame json = client.message();
        assertThat(json.text()).isEqualTo("{\"price\": 1.00, \"name\": \"\\u00fc\"}");
        assertThat(json.header("content-type")).isEqualTo("application/json");
        assertThat(json.header("message-id"))
                .isEqualTo(answer.get("results").get(0).get("position").asString());
        Frame text = client.message();
        assertThat(text.text()).isEqualTo("ü");
        assertThat(text.header("x-note")).isEqualTo("n");
        assertThat(text.headers()).doesNotContainKey("x-other");
        assertThat(client.message().text()).isEqualTo("null");
    }

    @Test
    void saysOfABatchWhichPublicationsFailed() {
        HttpResponse<String> response = operator.post(
                "/api/publications",
                "[{\"topic\":\"small.a\",\"text\":\"" + "x".repeat(101) + "\"},{\"topic\":\"news.partly\",\"json\":1},"
                        + "{\"topic\":\"a..b\",\"json\":1},{\"topic\":\"unknown.a\",\"json\":1}]");

        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(response.body())
                .contains("\"published\":1,\"failed\":3")
                .contains("{\"index\":0,\"topic\":\"small.a\",\"problem\":{\"detail\":\"body: 101 bytes (expected:")
                .contains("{\"index\":1,\"topic\":\"news.partly\",\"position\":\"news-0.")
                .contains("{\"index\":2,\"topic\":\"a..b\",\"problem\":")
                .contains("\"status\":404,");
    }

    @Test
    void publishesToOneUser() {
        JsonNode published = Operator.ok(operator.post("/api/users/jo%2E%2Fhn/queues/news.inbox", "1"));

        assertThat(published.get("topic").asString()).isEqualTo("news.inbox.@jo%252E%2Fhn");
        awaitTopic("news.inbox.@jo%252E%2Fhn");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/topics?patern=x, 400, query:",
        "GET, /api/topics?pattern=a..b, 400, pattern:",
        "GET, /api/topics?pattern=unknown.a, 404, namespace:",
        "GET, /api/topics/unknown.a, 404, namespace:",
        "GET, /api/topics/news.a;x=1, 400, path:",
        "GET, /api/nothing, 404, No static resource",
        "DELETE, /api/topics/unknown.a/last, 404, namespace:",
        "DELETE, /api/topics, 405, Supported methods",
        "POST, /api/topics/news.a?x=1, 200, ",
        "POST, /api/publications, 400, body: line 1"
    })
    void answersWithAProblem(String method, String path, int status, String detail) {
        HttpResponse<String> response = switch (method) {
            case "GET" -> operator.get(path);
            case "DELETE" -> operator.delete(path);
            default -> operator.post(path, "{}");
        };

        assertThat(response.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(response.body()).contains("\"detail\":\"" + detail);
        }
    }

    private void awaitTopic(String name) {
        await().until(() ->
                operator.get("/api/topics/" + name.replace("%", "%25")).body().contains("\"last\":"));
    }

    private static List<String> names(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("topic").asString())
                .toList();
    }
}
