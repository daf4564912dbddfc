package io.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.testing.StompClient;
import io.tidings.testing.StompClient.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The edge as a client meets it that speaks STOMP. */
class StompEdgeIT extends AbstractEdgeIT {

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private Sessions sessions;

    @ParameterizedTest
    @CsvSource({"v12.stomp,1.2", "v11.stomp,1.1", "v10.stomp,1.0"})
    void speaksEachVersionOverItsSubProtocol(String protocol, String version) {
        StompClient client = open(protocol);
        client.send("CONNECT", "accept-version:" + version, "host:here", "login:anyone", "passcode:anything");

        assertThat(client.protocol()).isEqualTo(protocol);
        assertThat(client.next().headers()).containsEntry("version", version).containsKey("session");
    }

    @Test
    void theTraceParentPassesUntouchedThoughNothingIsTracedHere() {
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        StompClient client = connect();
        client.subscribe("0", "/topic/chat.traced");

        client.sendBody("SEND", "x", "destination:/topic/chat.traced", "traceparent:" + traceparent);
        client.sendBody("SEND", "x", "destination:/topic/chat.traced", "traceparent:" + traceparent + "0");

        assertThat(client.message().header("traceparent")).isEqualTo(traceparent);
        assertThat(client.message().headers()).doesNotContainKey("traceparent");
    }

    @Test
    void picksTheFirstSubProtocolThatItKnows() {
        assertThat(open("v99.other", "v11.stomp", "v12.stomp").protocol()).isEqualTo("v11.stomp");
    }

    @Test
    void speaksTheFirstVersionWithoutSubProtocolAndWithoutAcceptVersion() {
        StompClient client = open();
        client.send("CONNECT");

        assertThat(client.protocol()).isEmpty();
        assertThat(client.next().headers()).containsEntry("version", "1.0");
    }

    @Test
    void refusesAVersionThatItDoesNotSpeak() {
        StompClient client = open();
        client.send("CONNECT", "accept-version:3.0");

        assertThat(client.next().header("message")).contains("accept-version").contains("1.2");
        assertThat(client.closed().code()).isEqualTo(1002);
    }

    @Test
    void sendsLastValuesThatAreLarge() {
        int count = 5;
        StompClient publisher = connect();
        for (int i = 0; i < count; i++) {
            publisher.sendBody("SEND", "x".repeat(150_000), "destination:/topic/chat.large." + i, "receipt:sent" + i);
            publisher.receipt("sent" + i);
        }
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.large.*");

        assertThat(client.messages()).hasSize(count);
    }

    @Test
    void confirmsEveryFrameThatAsks() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.receipts", "ack:client");
        client.sendBody("SEND", "x", "destination:/topic/chat.receipts", "receipt:send");
        assertThat(client.receipt("send").header("position")).startsWith("chat-0.");
        String ack = client.message().header("ack");
        client.send("ACK", "id:" + ack, "receipt:ack");
        client.receipt("ack");
        client.send("NACK", "id:" + ack, "receipt:nack");
        client.receipt("nack");
        client.send("BEGIN", "transaction:t", "receipt:begin");
        client.receipt("begin");
        client.send("ABORT", "transaction:t", "receipt:abort");
        client.receipt("abort");
        client.send("BEGIN", "transaction:t", "receipt:begin");
        client.receipt("begin");
        client.send("COMMIT", "transaction:t", "receipt:commit");
        client.receipt("commit");
        client.send("UNSUBSCRIBE", "id:s", "receipt:unsubscribe");
        client.receipt("unsubscribe");
        client.send("DISCONNECT", "receipt:disconnect");
        client.receipt("disconnect");
        assertThat(client.closed().code()).isEqualTo(1000);
    }

    @Test
    void sendsTheLastValueThenTheCursorThenNews() {
        StompClient publisher = connect();
        publisher.sendBody("SEND", "old", "destination:/topic/chat.snapshot", "receipt:1");
        String first = publisher.receipt("1").header("position");
        publisher.sendBody("SEND", "state", "destination:/topic/chat.snapshot", "receipt:2", "content-type:text/plain");
        String second = publisher.receipt("2").header("position");
        assertThat(second).isNotEqualTo(first);

        StompClient subscriber = connect();
        String cursor = subscriber.subscribe("s", "/topic/chat.snapshot").header("position");
        Frame state = subscriber.message();
        publisher.sendBody("SEND", "news", "destination:/topic/chat.snapshot");
        Frame news = subscriber.message();

        assertThat(cursor).isEqualTo(second);
        assertThat(state.headers())
                .containsEntry("message-id", second)
                .containsEntry("snapshot", "true")
                .containsEntry("content-type", "text/plain")
                .containsEntry("destination", "/topic/chat.snapshot")
                .containsEntry("subscription", "s");
        assertThat(state.text()).isEqualTo("state");
        assertThat(news.headers()).doesNotContainKey("snapshot");
        assertThat(news.text()).isEqualTo("news");
        assertThat(Long.parseLong(news.header("timestamp")))
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
    }

    @Test
    void leavesOutTheLastValueOnRequest() {
        StompClient client = connect();
        client.sendBody("SEND", "state", "destination:/topic/chat.nosnapshot", "receipt:1");
        client.receipt("1");
        client.subscribe("s", "/topic/chat.nosnapshot", "snapshot:false");
        client.sendBody("SEND", "news", "destination:/topic/chat.nosnapshot");

        assertThat(client.message().text()).isEqualTo("news");
    }

    @Test
    void matchesPatterns() {
        StompClient client = connect();
        client.subscribe("star", "/topic/chat.patterns.*");
        client.subscribe("hash", "/topic/chat.patterns.#");
        client.sendBody("SEND", "1", "destination:/topic/chat.patterns.a");
        client.sendBody("SEND", "2", "destination:/topic/chat.patterns.a.b");
        client.sendBody("SEND", "3", "destination:/topic/chat.patterns");

        List<String> got = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Frame message = client.message();
            got.add(message.header("subscription") + message.text());
        }
        assertThat(got).containsExactlyInAnyOrder("star1", "hash1", "hash2", "hash3");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void publishesATransactionOnCommitAlone() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.transaction");
        client.send("BEGIN", "transaction:aborted");
        client.sendBody("SEND", "no", "destination:/topic/chat.transaction", "transaction:aborted");
        client.send("ABORT", "transaction:aborted");
        client.send("BEGIN", "transaction:t");
        client.sendBody("SEND", "1", "destination:/topic/chat.transaction", "transaction:t");
        client.sendBody("SEND", "2", "destination:/topic/chat.transaction", "transaction:t");
        client.sendBody("SEND", "outside", "destination:/topic/chat.transaction", "receipt:outside");
        client.receipt("outside");
        client.send("COMMIT", "transaction:t", "receipt:commit");
        client.receipt("commit");

        assertThat(List.of(
                        client.message().text(),
                        client.message().text(),
                        client.message().text()))
                .containsExactly("outside", "1", "2");
        assertThat(client.messages()).isEmpty();
    }

    @Test
    void passesAllowedHeadersOnAndNoOthers() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.headers");
        client.sendBody("SEND", "x", "destination:/topic/chat.headers", "x-note:a\\cb", "x-other:no", "snapshot:true");

        assertThat(client.message().headers()).containsEntry("x-note", "a:b").doesNotContainKeys("x-other", "snapshot");
    }

    @Test
    void exchangesHeartBeats() {
        StompClient client = open("v12.stomp");
        client.send("CONNECT", "accept-version:1.2", "heart-beat:60000,1000");
        assertThat(client.next().header("heart-beat")).isEqualTo("1000,1000");

        client.heartBeat();
        client.heartBeat();
        client.ping();
        client.pong();
    }

    @Test
    void closesAClientThatPromisedHeartBeatsAndIsSilent() {
        StompClient client = open("v12.stomp");
        client.send("CONNECT", "accept-version:1.2", "heart-beat:1000,0");
        client.next();

        assertThat(client.closed()).isEqualTo(new StompClient.Close(1002, "no heart-beat in time"));
    }

    @Test
    void closesAClientThatDoesNotConnect() {
        assertThat(open().closed()).isEqualTo(new StompClient.Close(1002, "no CONNECT in time"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBSCRIBE | destination:/queue/a,id:1 | destination: '/queue/a' (expected: starts with '/topic/')",
                "SUBSCRIBE | destination:/topic/unknown.a,id:1 | namespace: 'unknown'",
                "SUBSCRIBE | destination:/topic/chat..a,id:1 | (expected: no empty segment)",
                "SUBSCRIBE | destination:/topic/#,id:1 | namespace: '#'",
                "SUBSCRIBE | destination:/topic/closed.a,id:1 | destination: '/topic/closed.a' (expected: one that you may subscribe to)",
                "SUBSCRIBE | destination:/user/queue/a,id:1 | (expected: of a client that has logged in)",
                "SUBSCRIBE | destination:/topic/chat.@ann,id:1 | destination: '/topic/chat.@ann' (expected: one that you may subscribe to)",
                "SUBSCRIBE | id:1 | destination: missing",
                "SEND | destination:/topic/news.a | destination: '/topic/news.a' (expected: one that you may publish to)",
                "SEND | destination:/topic/chat.* | topic: 'chat.*'",
                "SEND | destination:/user/ann/queue/a | destination: '/user/ann/queue/a' (expected: starts with '/topic/')",
                "SEND | destination:/app/nothing | destination: '/app/nothing' (expected: one that is handled here)",
                "SEND | destination:/topic/chat.a,transaction:none | transaction: 'none' (expected: one that has begun)",
                "UNSUBSCRIBE | id:none | id: 'none' (expected: that of a subscription)",
                "COMMIT | transaction:none | transaction: 'none'",
                "CONNECT | accept-version:1.2 | unexpected frame",
                "NONSENSE | id:1 | command: 'NONSENSE' (expected: that of a client frame of STOMP)",
                "CONNECTED | version:1.2 | command: CONNECTED (expected: a client's)"
            })
    void answersBadFramesWithOneLineAndCloses(String command, String headers, String expected) {
        StompClient client = connect();
        StompClient neighbour = connect();
        String[] withReceipt = (headers + ",receipt:bad").split(",");
        client.send(command, withReceipt);

        Frame error = client.next();
        assertThat(error.command()).isEqualTo("ERROR");
        assertThat(error.header("message")).contains(expected).doesNotContain("\n");
        assertThat(client.closed().code()).isEqualTo(1002);
        neighbour.subscribe("still", "/topic/chat.here");
    }

    @Test
    void namesTheRefusedFrameByItsReceipt() {
        StompClient client = connect();
        client.send("SUBSCRIBE", "id:1", "destination:/topic/closed.a", "receipt:r-7");

        assertThat(client.next().headers()).containsEntry("receipt-id", "r-7");
    }

    @Test
    void refusesABodyOverTheNamespacesBound() {
        StompClient client = connect();
        client.sendBody("SEND", "x".repeat(101), "destination:/topic/small.a", "receipt:1");

        assertThat(client.next().header("message")).contains("101").contains("100");
    }

    @Test
    void refusesASecondSubscriptionOfTheSameIdAndOneTooMany() {
        StompClient twice = connect();
        twice.subscribe("1", "/topic/chat.a");
        twice.send("SUBSCRIBE", "id:1", "destination:/topic/chat.b");
        assertThat(twice.next().header("message")).contains("id: '1'");

        StompClient many = connect();
        for (int i = 0; i < 20; i++) {
            many.subscribe("s" + i, "/topic/chat.a");
        }
        many.send("SUBSCRIBE", "id:more", "destination:/topic/chat.a");
        assertThat(many.next().header("message")).contains("subscriptions: over 20");
    }

    @Test
    void countsRefusals() {
        double before = refused("SUBSCRIBE");
        StompClient client = connect();
        client.send("SUBSCRIBE", "id:1", "destination:/queue/a");
        client.closed();

        assertThat(refused("SUBSCRIBE")).isEqualTo(before + 1);
    }

    @Test
    void closesSlowClientWhenItsBufferIsFullAndDisturbsNobodyElse() {
        StompClient slow = connect();
        slow.subscribe("s", "/topic/chat.flood");
        StompClient healthy = connect();
        healthy.subscribe("s", "/topic/chat.flood");
        StompClient publisher = connect();
        slow.stall();
        int sent = 0;
        double before = closed("1013");
        while (closed("1013") == before && sent < 400) {
            publisher.sendBody("SEND", "x".repeat(100_000), "destination:/topic/chat.flood", "receipt:" + sent);
            publisher.receipt("" + sent);
            assertThat(healthy.message().body()).hasSize(100_000);
            sent++;
        }

        assertThat(sent).isGreaterThanOrEqualTo(10);
        // Under TLS the channel closes only after some time for the good-bye.
        await().atMost(Duration.ofSeconds(20)).until(() -> closed("1013") > before);
    }

    @Test
    void forgetsSessionsThatHaveGone() {
        StompClient client = connect();
        client.subscribe("s", "/topic/chat.gone");
        int before = sessions.all().size();
        client.close();

        await().atMost(Duration.ofSeconds(20)).until(() -> sessions.all().size() < before);
    }

    private double refused(String command) {
        return meters.counter("tidings.session.refused", "command", command).count();
    }

    private double closed(String code) {
        return meters.counter("tidings.session.closed", "code", code).count();
    }
}
