package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.testing.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a relay does through a broker. */
abstract class AbstractStompRelayIT extends AbstractRelayIT {

    /** Properties for the broker, with this list of addresses. */
    abstract Properties properties(String... addresses);

    abstract String address();

    abstract int port();

    abstract void stopBroker();

    abstract void startBroker();

    /** How many connections the broker holds. */
    abstract int connections();

    @Override
    List<Node> startNodes() {
        return List.of(start(address()), start(address()));
    }

    @Test
    void eachNodeHoldsOneConnection() {
        join(publisher().relay.publish(Batches.single(0)));
        assertThat(connections()).isEqualTo(nodes().size());
    }

    @Test
    void aStoppedNodeLeavesTheBrokerQuickly() {
        long start = System.nanoTime();
        publisher().close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        Awaitility.await().until(() -> connections() == nodes().size() - 1);
        assertThat(publisher().changes).containsExactly(true, false);
        assertThat(publisher().relay.state().phase()).isEqualTo(LinkState.Phase.STOPPED);
        assertUnavailable(publisher().relay.publish(Batches.single(0)));
    }

    @Test
    void aStoppedNodeStartsAgain() {
        publisher().close();
        ((StompRelay) publisher().relay).start();
        publisher().awaitConnected();
        join(publisher().relay.publish(Batches.single(0)));
        Awaitility.await().until(() -> publisher().received.size() == 1);
    }

    @Test
    void reconnectsByItselfWhenTheBrokerComesBack() {
        join(publisher().relay.publish(Batches.single(0)));
        Awaitility.await().until(() -> nodes().stream().allMatch(node -> node.received.size() == 1));
        stopBroker();
        try {
            Awaitility.await().until(() -> nodes().stream().noneMatch(node -> node.relay.isConnected()));
            assertUnavailable(publisher().relay.publish(Batches.single(1)));
        } finally {
            startBroker();
        }
        nodes().forEach(Node::awaitConnected);
        join(publisher().relay.publish(Batches.single(2)));
        for (Node node : nodes()) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(node.received)
                            .extracting(batch -> batch.from())
                            .containsExactly(0L, 2L));
            Awaitility.await().untilAsserted(() -> assertThat(node.changes).containsExactly(true, false, true));
            assertThat(node.count("tidings.relay.reconnects")).isEqualTo(1);
        }
        assertThat(connections()).isEqualTo(nodes().size());
    }

    @Test
    void allThatIsOutstandingFailsAtOnceWhenTheLinkBreaks() {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            published.add(publisher().relay.publish(Batches.of(i, new byte[1024 * 1024])));
        }
        stopBroker();
        try {
            Awaitility.await().until(() -> published.stream().allMatch(CompletableFuture::isDone));
            for (CompletableFuture<Void> each : published) {
                if (each.isCompletedExceptionally()) {
                    assertUnavailable(each);
                }
            }
        } finally {
            startBroker();
        }
    }

    @Test
    void aMessageThatIsNoBatchIsSkipped() throws Exception {
        join(publisher().relay.publish(Batches.single(0)));
        try (StompPeer peer = StompPeer.connect(port(), login(), passcode())) {
            peer.send("/topic/tidings.scores", "poison");
            peer.send("/topic/tidings.scores", "");
        }
        join(publisher().relay.publish(Batches.single(1)));
        for (Node node : nodes()) {
            Awaitility.await().until(() -> node.received.size() == 2);
            assertThat(node.count("tidings.relay.dropped", "reason", "malformed"))
                    .isEqualTo(2);
            assertThat(node.changes).containsExactly(true);
        }
    }

    @Test
    void aMessageOfAnotherPrefixDoesNotArrive() throws Exception {
        try (Node other = Node.stomp(
                properties(address()).with("destination-prefix", "other").bind())) {
            other.awaitConnected();
            join(other.relay.publish(Batches.single(7)));
            join(publisher().relay.publish(Batches.single(8)));
            Awaitility.await()
                    .until(() ->
                            other.received.size() == 1 && publisher().received.size() == 1);
            assertThat(other.received.get(0).from()).isEqualTo(7);
            assertThat(publisher().received.get(0).from()).isEqualTo(8);
        }
    }

    @Test
    void aBatchThatIsTooLongIsRefusedAndHarmsNothing() {
        assertThatThrownBy(() -> join(publisher().relay.publish(Batches.of(0, new byte[3 * 1024 * 1024]))))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: at most 3145728B");
        join(publisher().relay.publish(Batches.single(1)));
        assertThat(publisher().changes).containsExactly(true);
    }

    @Test
    void callsTheNextAddressWhenOneIsDead() {
        try (Node node = start("127.0.0.1:" + FreePorts.next(), address())) {
            node.awaitConnected();
            assertThat(node.relay.state().address()).isEqualTo(address());
            assertThat(node.count("tidings.relay.failures", "kind", "unreachable"))
                    .isEqualTo(1);
        }
    }

    Node start(String... addresses) {
        return Node.stomp(properties(addresses).bind());
    }

    String login() {
        return properties(address()).bind().login();
    }

    String passcode() {
        return properties(address()).bind().passcode();
    }

    static void assertUnavailable(CompletableFuture<Void> published) {
        assertThat(published)
                .failsWithin(2, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RelayUnavailableException.class);
    }
}
