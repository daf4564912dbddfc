package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.publish.Publisher;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Clients that were away, and those that fall behind, on the real edge. */
@TestPropertySource(
        properties = {
            "tidings.namespaces.short.history.size=3",
            "tidings.namespaces.long.history.size=60000",
            "tidings.namespaces.ahead.publish=nobody",
            "tidings.namespaces.moves.durable=false",
            "tidings.fanout.max-held=1000",
            "tidings.session.send-buffer=4MB"
        })
class ResumeIT extends AbstractEdgeIT {

    @Autowired
    private Publisher publisher;

    @Autowired
    private MeterRegistry meters;

    @Test
    void sendsWhatWasMissedThenTheReceiptThenNews() {
        String seen = publish("chat.exact", "seen");
        publish("chat.exact", "missed 1");
        publish("chat.other", "not asked for");
        String last = publish("chat.exact", "missed 2");

        StompClient client = connect();
        Frame receipt = client.subscribe("s", "/topic/chat.exact", "since:" + seen);
        publish("chat.exact", "news");

        assertThat(receipt.headers()).containsEntry("position", last).doesNotContainKey("gap");
        assertThat(texts(client, 3)).containsExactly("missed 1", "missed 2", "news");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void marksWhatWasMissedAsNewsNotAsState() {
        String seen = publish("chat.marks", "seen");
        publish("chat.marks", "missed");

        StompClient client = connect();
        client.subscribe("s", "/topic/chat.marks", "since:" + seen);

        assertThat(client.message().headers()).doesNotContainKeys("snapshot", "gap", "position");
    }

    @Test
    void resumesAPatternInTheOrderOfItsLog() {
        String seen = publish("chat.resumed.a", "seen");
        for (int i = 0; i < 100; i++) {
            publish("chat.resumed." + "abc".charAt(i % 3), "" + i);
        }

        StompClient client = connect();
        client.subscribe("s", "/topic/chat.resumed.*", "since:" + seen);

        assertThat(texts(client, 100))
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
    }

    @Test
    void resumesAUsersOwnQueue() {
        String seen = publish("chat.inbox.@ann", "seen");
        publish("chat.inbox.@bob", "for bob");
        publish("chat.inbox.@ann", "missed");

        StompClient ann = connectAs("ann");
        Frame receipt = ann.subscribe("s", "/user/queue/chat.inbox", "since:" + seen);

        Frame missed = ann.message();
        assertThat(missed.text()).isEqualTo("missed");
        assertThat(missed.header("destination")).isEqualTo("/user/queue/chat.inbox");
        assertThat(receipt.headers()).doesNotContainKey("gap");
        assertThat(ann.messages()).isEmpty();
    }

    @Test
    void resumesFromACursorThatMessagesHaveMovedOn() {
        StompClient first = connect();
        first.subscribe("s", "/topic/chat.moved");
        publish("chat.moved", "1");
        String seen = first.message().header("message-id");
        first.close();
        publish("chat.moved", "2");

        StompClient again = connect();
        again.subscribe("s", "/topic/chat.moved", "since:" + seen);

        assertThat(texts(again, 1)).containsExactly("2");
        assertThat(again.messages()).isEmpty();
    }

    @Test
    void waitsForTheLogWhereTheClientIsAheadAndSendsNothingTwice() {
        Cursor known = Cursor.parse(publish("ahead.a", "known"));
        String ahead = moved(known, 2);
        StompClient client = connect();
        client.send("SUBSCRIBE", "id:s", "destination:/topic/ahead.a", "since:" + ahead, "receipt:r");
        publish("ahead.a", "seen elsewhere 1");
        publish("ahead.a", "seen elsewhere 2");
        publish("ahead.a", "new");

        assertThat(client.receipt("r").headers()).doesNotContainKey("gap");
        assertThat(texts(client, 1)).containsExactly("new");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void tellsAGapWhereTheLogEndsBeforeTheCursor() {
        Cursor known = Cursor.parse(publish("chat.beyond", "state"));

        StompClient client = connect();
        Frame receipt = client.subscribe("s", "/topic/chat.beyond", "since:" + moved(known, 1_000_000));

        assertThat(receipt.headers()).containsEntry("gap", "true").containsKey("position");
        assertThat(client.message().headers()).containsEntry("gap", "true").containsEntry("snapshot", "true");
    }

    @Test
    void tellsAGapWhereTheLogWasMadeAnew() {
        publish("chat.anew", "state");

        StompClient client = connect();
        Frame receipt = client.subscribe("s", "/topic/chat.anew", "since:chat-0.00000000@0");

        assertThat(receipt.headers()).containsEntry("gap", "true");
        assertThat(client.message().headers()).containsEntry("gap", "true").containsEntry("snapshot", "true");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void tellsAGapWhereTheHistoryIsTooShort() {
        String seen = publish("short.a", "seen");
        for (int i = 0; i < 10; i++) {
            publish("short.a", "" + i);
        }

        StompClient client = connect();
        Frame receipt = client.subscribe("s", "/topic/short.a", "since:" + seen);

        assertThat(receipt.headers()).containsEntry("gap", "true");
        Frame state = client.message();
        assertThat(state.headers()).containsEntry("gap", "true").containsEntry("snapshot", "true");
        assertThat(state.text()).isEqualTo("9");
    }

    @Test
    void tellsAGapInAMessageOfItsOwnWhereThereIsNoState() {
        StompClient client = connect();
        Frame receipt = client.subscribe("s", "/topic/chat.nothing", "since:chat-0.00000000@0", "snapshot:false");

        Frame gap = client.message();
        assertThat(receipt.headers()).containsEntry("gap", "true").containsKey("position");
        assertThat(gap.headers())
                .containsEntry("gap", "true")
                .containsEntry("destination", "/topic/chat.nothing")
                .doesNotContainKeys("snapshot", "position");
        assertThat(gap.header("message-id")).doesNotContain("@");
        assertThat(gap.body()).isEmpty();
    }

    @Test
    void takesAnyCursorForAGapInAnEphemeralNamespace() {
        StompClient client = connect();
        Frame receipt = client.subscribe("s", "/topic/moves.a", "since:no cursor at all", "history:5");

        assertThat(receipt.headers()).containsEntry("gap", "true").doesNotContainKey("position");
        assertThat(client.message().headers()).containsEntry("gap", "true");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void sendsTheHistoryThatIsAskedForAsFarAsItIsKept() {
        for (int i = 0; i < 10; i++) {
            publish("short.history.a", "a" + i);
        }
        publish("short.history.b", "b0");
        StompClient client = connect();

        client.subscribe("two", "/topic/short.history.a", "history:2");
        assertThat(texts(client, 2)).containsExactly("a8", "a9");
        client.subscribe("all", "/topic/short.history.*", "history:1000000");
        assertThat(texts(client, 4)).containsExactly("a7", "a8", "a9", "b0");
        client.subscribe("none", "/topic/short.history.a", "history:0", "snapshot:false");
        publish("short.history.a", "news");

        assertThat(client.message().headers()).doesNotContainKey("snapshot");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "since:nonsense | since: cursor: 'nonsense' (expected: comma-separated NAMESPACE-PARTITION.EPOCH@OFFSET)",
                "since:chat-0.00000000@-2 | since: offset: '-2'",
                "since:chat-0.zz@1 | since: epoch: 'zz'",
                "history:-1 | history: '-1' (expected: a number of updates, 0 or more)",
                "history:many | history: 'many'",
                "history: | history: ''",
                "history:9999999999999999999 | history: '9999999999999999999'"
            })
    void refusesWhatIsMalformedAndCostsNobodyElse(String header, String expected) {
        StompClient neighbour = connect();
        StompClient client = connect();
        client.send("SUBSCRIBE", "id:1", "destination:/topic/chat.a", header, "receipt:r");

        Frame error = client.next();
        assertThat(error.command()).isEqualTo("ERROR");
        assertThat(error.header("message")).contains(expected);
        assertThat(error.header("receipt-id")).isEqualTo("r");
        neighbour.subscribe("s", "/topic/chat.a");
    }

    @Test
    void resumesASlowClientUnderLoadWithoutHoleOrDouble() {
        int missed = 50_000;
        String seen = publish("long.a", "-1");
        for (int i = 0; i < missed; i++) {
            offer("long.a", "" + i);
        }
        publish("long.a", "" + missed);
        double closed = closed();
        double rounds = meters.counter("tidings.fanout.rounds").count();

        StompClient slow = connect();
        slow.stall();
        slow.send("SUBSCRIBE", "id:s", "destination:/topic/long.a", "since:" + seen, "receipt:r");
        int last = missed;
        for (int burst = 0; burst < 10; burst++) {
            for (int i = 0; i < 500; i++) {
                offer("long.a", "" + ++last);
            }
            publish("long.a", "" + ++last);
            slow.resume();
            await().atMost(Duration.ofSeconds(20)).until(() -> !slow.messages().isEmpty());
            slow.stall();
        }
        slow.resume();

        for (int i = 0; i <= last; i++) {
            assertThat(slow.message().text()).isEqualTo("" + i);
        }
        assertThat(slow.receipt("r").headers()).containsKey("position").doesNotContainKey("gap");
        assertThat(slow.messages()).isEmpty();
        assertThat(closed()).isEqualTo(closed);
        assertThat(meters.counter("tidings.fanout.rounds").count()).isGreaterThan(rounds);
    }

    private double closed() {
        return meters.find("tidings.session.closed").tag("code", "1013").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private String publish(String topic, String body) {
        return publisher.publish(publication(topic, body)).join().position().toString();
    }

    private void offer(String topic, String body) {
        var unused = publisher.publish(publication(topic, body));
    }

    private static Publication publication(String topic, String body) {
        return new Publication(new Topic(topic), "text/plain", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private StompClient connectAs(String user) {
        URI uri = URI.create("ws://127.0.0.1:" + port() + "/ws?user=" + user);
        return opened(StompClient.open(HttpClient.newHttpClient(), uri, "v12.stomp"))
                .connect();
    }

    private static String moved(Cursor cursor, long by) {
        Map<LogId, Long> moved = new HashMap<>();
        cursor.offsets().forEach((log, offset) -> moved.put(log, offset + by));
        return Cursor.of(moved).toString();
    }

    private static List<String> texts(StompClient client, int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(client.message().text());
        }
        return texts;
    }

    /** Takes the user from the address, as no service should. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Login {

        @Bean
        WebFilter userOfTheAddress() {
            return (exchange, chain) -> {
                String user = exchange.getRequest().getQueryParams().getFirst("user");
                Principal principal = () -> user;
                return chain.filter(
                        user == null
                                ? exchange
                                : exchange.mutate()
                                        .principal(Mono.just(principal))
                                        .build());
            };
        }
    }
}
