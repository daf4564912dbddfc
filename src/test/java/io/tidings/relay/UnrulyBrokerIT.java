package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.QuietLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A relay and a broker that does not do its part. */
class UnrulyBrokerIT {

    @BeforeAll
    static void quiet() {
        QuietLogs.of("io.netty", "reactor");
    }

    @Test
    void isNotConnectedBeforeTheSubscriptionIsConfirmed() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::unconfirmed);
                Node node = start(broker, Properties.of())) {
            Awaitility.await().until(() -> broker.frames.size() == 4);
            assertThat(broker.frames.get(1))
                    .startsWith("SUBSCRIBE\n")
                    .contains("\ndestination:/topic/tidings.cluster.nodes.all\n", "\nx-max-length-bytes:4194304\n");
            assertThat(broker.frames.get(2)).contains("\ndestination:/topic/tidings.cluster.nodes." + node.id + "\n");
            assertThat(broker.frames.get(3))
                    .startsWith("SUBSCRIBE\n")
                    .contains("\ndestination:/topic/tidings.*\n", "\nx-max-length-bytes:67108864\n");
            assertThat(node.relay.isConnected()).isFalse();
            AbstractStompRelayIT.assertUnavailable(node.relay.publish(Batches.single(0)));
            assertThat(node.tell(NodeMessages.ALL, "too early")).isFalse();
            broker.send(ScriptedBroker.SUBSCRIBED.getBytes(StandardCharsets.UTF_8));
            node.awaitConnected();
        }
    }

    @Test
    void callsAgainWhenTheSubscriptionIsNotConfirmedInTime() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::unconfirmed);
                Node node = start(broker, Properties.of().with("connect-timeout", "300ms"))) {
            Awaitility.await().until(() -> broker.accepted() >= 2);
            broker.answer(UnrulyBrokerIT::obedient);
            node.awaitConnected();
            assertThat(node.count("tidings.relay.failures", "kind", "unreachable"))
                    .isPositive();
        }
    }

    @Test
    void dropsTheLinkWhenABatchIsNotConfirmedInTime() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of().with("receipt-timeout", "400ms"))) {
            node.awaitConnected();
            CompletableFuture<Void> published = node.relay.publish(Batches.single(0));
            assertThat(published)
                    .failsWithin(3, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(RelayUnavailableException.class)
                    .withMessageContaining("no confirmation of a batch in time");
            Awaitility.await().until(() -> broker.accepted() == 2);
            node.awaitConnected();
            assertThat(node.count("tidings.relay.failures", "kind", "unconfirmed"))
                    .isEqualTo(1);
            assertThat(node.count("tidings.relay.unpublished")).isEqualTo(1);
        }
    }

    @Test
    void refusesMoreThanMayBeUnconfirmed() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of().with("max-unconfirmed.batches", 2))) {
            node.awaitConnected();
            CompletableFuture<Void> first = node.relay.publish(Batches.single(0));
            CompletableFuture<Void> second = node.relay.publish(Batches.single(1));
            AbstractStompRelayIT.assertUnavailable(node.relay.publish(Batches.single(2)));
            broker.send("RECEIPT\nreceipt-id:2\n\n\0RECEIPT\nreceipt-id:99\n\n\0".getBytes(StandardCharsets.UTF_8));
            AbstractRelayIT.join(second);
            assertThat(first).isNotDone();
        }
    }

    @Test
    void doesNotTakeTheReceiptHeaderOfAMessageForAReceipt() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of())) {
            node.awaitConnected();
            CompletableFuture<Void> published = node.relay.publish(Batches.single(0));
            broker.send(message("receipt:1", BatchEncoder.encode(Batches.single(5))));
            Awaitility.await().until(() -> node.received.size() == 1);
            assertThat(published).isNotDone();
        }
    }

    @Test
    void dropsTheLinkWhenTheBrokerFallsSilent() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of().with("heart-beat", "100ms"))) {
            Awaitility.await().until(() -> broker.accepted() >= 2);
            assertThat(node.changes).startsWith(true, false);
        }
    }

    @Test
    void dropsTheLinkOnAFrameThatIsLongerThanAnyBatch() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of().with("max-batch", "1KB"))) {
            node.awaitConnected();
            broker.send("MESSAGE\ncontent-length:1000000000\n\n".getBytes(StandardCharsets.UTF_8));
            broker.send(new byte[128 * 1024]);
            Awaitility.await().until(() -> broker.accepted() >= 2);
            node.awaitConnected();
        }
    }

    @Test
    void survivesAnErrorFrameAndWhatIsNoStomp() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of())) {
            node.awaitConnected();
            CompletableFuture<Void> outstanding = node.relay.publish(Batches.single(0));
            broker.send("ERROR\nmessage:no\\nway\n\n\0".getBytes(StandardCharsets.UTF_8));
            AbstractStompRelayIT.assertUnavailable(outstanding);
            Awaitility.await().until(() -> node.changes.size() == 3);
            broker.send("HTTP/1.1 400 Bad Request\r\n\r\n\0".getBytes(StandardCharsets.UTF_8));
            Awaitility.await().until(() -> node.changes.size() == 5);
            node.awaitConnected();
            assertThat(node.count("tidings.relay.failures", "kind", "lost")).isEqualTo(2);
        }
    }

    @Test
    void refusesAMessageForNodesThatIsTooLong() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of())) {
            node.awaitConnected();
            assertThat(node.relay.maxBytes()).isEqualTo(64 * 1024);
            assertThat(node.tell(NodeMessages.ALL, "x".repeat(64 * 1024 + 1))).isFalse();
            assertThat(node.tell(NodeMessages.ALL, "x".repeat(64 * 1024))).isTrue();
        }
    }

    @Test
    void aMessageForNodesIsNoBatch() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of())) {
            node.awaitConnected();
            broker.send("MESSAGE\nsubscription:nodes\nmessage-id:1\ndestination:/x\n\nhello\0"
                    .getBytes(StandardCharsets.UTF_8));
            broker.send("MESSAGE\nsubscription:node\nmessage-id:2\ndestination:/x\n\nyou\0"
                    .getBytes(StandardCharsets.UTF_8));
            broker.send(message("a:b", BatchEncoder.encode(Batches.single(1))));
            Awaitility.await().until(() -> node.received.size() == 1);
            assertThat(node.told).containsExactly("hello", "you");
        }
    }

    @Test
    void aMessageOfANewerVersionIsSkippedAndCounted() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(UnrulyBrokerIT::obedient);
                Node node = start(broker, Properties.of())) {
            node.awaitConnected();
            byte[] newer = BatchEncoder.encode(Batches.single(0));
            newer[1] = 9;
            broker.send(message("a:b", newer));
            broker.send(message("a:b", BatchEncoder.encode(Batches.single(1))));
            Awaitility.await().until(() -> node.received.size() == 1);
            assertThat(node.count("tidings.relay.dropped", "reason", "version")).isEqualTo(1);
        }
    }

    @Test
    void pausesLongerAndLongerWhenEachLinkBreaksAsSoonAsItIsMade() throws IOException {
        String refusal = ScriptedBroker.SUBSCRIBED + "ERROR\nmessage:no\n\n\0";
        try (ScriptedBroker broker =
                        new ScriptedBroker(command -> command.equals("SUBSCRIBE") ? refusal : unconfirmed(command));
                Node node = start(
                        broker, Properties.of().with("reconnect.min", "20ms").with("reconnect.max", "1h"))) {
            long start = System.nanoTime();
            Awaitility.await().until(() -> broker.accepted() == 6);
            // At the least half of 20 + 40 + 80 + 160 + 320 ms.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(310));
            assertThat(node.count("tidings.relay.failures", "kind", "lost")).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void stopsQuicklyWhileTheBrokerKeepsItWaiting() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker(command -> "")) {
            Node node = start(broker, Properties.of());
            Awaitility.await().until(() -> broker.frames.size() == 1);
            long start = System.nanoTime();
            node.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(broker.accepted()).isEqualTo(1);
        }
    }

    private static Node start(ScriptedBroker broker, Properties properties) {
        return Node.stomp(properties.with("addresses", broker.address()).bind());
    }

    private static String unconfirmed(String command) {
        return command.equals("CONNECT") ? ScriptedBroker.CONNECTED : "";
    }

    private static String obedient(String command) {
        return command.equals("SUBSCRIBE") ? ScriptedBroker.SUBSCRIBED : unconfirmed(command);
    }

    private static byte[] message(String header, byte[] body) {
        String head = "MESSAGE\nsubscription:0\nmessage-id:1\ndestination:/topic/tidings.scores\n" + header
                + "\ncontent-length:" + body.length + "\n\n";
        byte[] frame = new byte[head.length() + body.length + 1];
        System.arraycopy(head.getBytes(StandardCharsets.UTF_8), 0, frame, 0, head.length());
        System.arraycopy(body, 0, frame, head.length(), body.length);
        return frame;
    }
}
