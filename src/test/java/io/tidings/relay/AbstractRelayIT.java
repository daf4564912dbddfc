package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.NodeId;
import io.tidings.topic.Source;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every relay does. */
abstract class AbstractRelayIT {

    private List<Node> nodes = List.of();

    /** Nodes that are connected with each other. */
    abstract List<Node> startNodes();

    List<Node> nodes() {
        return nodes;
    }

    Node publisher() {
        return nodes.get(0);
    }

    @BeforeEach
    void startTheNodes() {
        nodes = startNodes();
        nodes.forEach(Node::awaitConnected);
    }

    @AfterEach
    void stopTheNodes() {
        nodes.forEach(Node::close);
    }

    @Test
    void everyBatchArrivesAtEveryNodeOnceAndInOrder() {
        CompletableFuture<?>[] published = LongStream.range(0, 1_000)
                .mapToObj(offset -> publisher().relay.publish(Batches.single(offset)))
                .toArray(CompletableFuture[]::new);
        join(CompletableFuture.allOf(published));
        for (Node node : nodes) {
            Awaitility.await().until(() -> node.received.size() >= 1_000);
            assertThat(node.received)
                    .extracting(Batch::from)
                    .containsExactlyElementsOf(
                            LongStream.range(0, 1_000).boxed().toList());
        }
    }

    @Test
    void batchesOfSeveralPublishersKeepTheOrderOfEach() {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (long offset = 0; offset < 200; offset++) {
            for (int i = 0; i < nodes.size(); i++) {
                published.add(nodes.get(i).relay.publish(batchOf(new LogId("scores", i, "00000000"), offset)));
            }
        }
        join(CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)));
        for (Node node : nodes) {
            Awaitility.await().until(() -> node.received.size() == 200 * nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
                LogId log = new LogId("scores", i, "00000000");
                assertThat(node.received.stream().filter(batch -> batch.source().equals(log)))
                        .extracting(Batch::from)
                        .containsExactlyElementsOf(
                                LongStream.range(0, 200).boxed().toList());
            }
        }
    }

    @Test
    void whateverABatchMayHoldArrivesAsItWas() {
        Random random = new Random(9);
        List<Batch> batches = new ArrayList<>(
                random.ints(200).mapToObj(i -> Batches.random(random)).toList());
        batches.add(new Batch(Batches.LOG, 5, 9, List.of()));
        batches.forEach(batch -> join(publisher().relay.publish(batch)));
        for (Node node : nodes) {
            Awaitility.await().until(() -> node.received.size() == batches.size());
            for (int i = 0; i < batches.size(); i++) {
                BatchEncodingTests.assertSame(node.received.get(i), batches.get(i));
            }
        }
    }

    @Test
    void bodiesOfAMegabyteArrive() {
        byte[] body = new byte[1024 * 1024];
        new Random(1).nextBytes(body);
        join(publisher().relay.publish(Batches.of(3, body)));
        join(publisher().relay.publish(Batches.single(4)));
        for (Node node : nodes) {
            Awaitility.await().until(() -> node.received.size() == 2);
            assertThat(node.received.get(0).updates().get(0).body()).isEqualTo(body);
        }
    }

    @Test
    void allNamespacesArrive() {
        NodeId node = new NodeId("cursors_2", "a-1");
        join(publisher().relay.publish(batchOf(node, 0)));
        join(publisher().relay.publish(batchOf(new LogId("x", 0, "00000000"), 0)));
        for (Node each : nodes) {
            Awaitility.await().until(() -> each.received.size() == 2);
            assertThat(each.received)
                    .extracting(batch -> batch.source().namespace())
                    .containsExactly("cursors_2", "x");
        }
    }

    @Test
    void nodesTellAllOthersAndEachOther() {
        for (Node node : nodes) {
            assertThat(node.tell(NodeMessages.ALL, "all from " + node.id)).isTrue();
            assertThat(publisher().tell(node.id, "only " + node.id)).isTrue();
        }
        join(publisher().relay.publish(Batches.single(0)));
        for (Node node : nodes) {
            List<String> expected = new ArrayList<>(
                    nodes.stream().map(each -> "all from " + each.id).toList());
            expected.add("only " + node.id);
            Awaitility.await().until(() -> node.told.size() >= expected.size() && node.received.size() == 1);
            assertThat(node.told).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aListenerThatFailsHarmsNeitherMessagesNorBatches() {
        publisher().failing = true;
        publisher().tell(NodeMessages.ALL, "fails");
        publisher().tell(NodeMessages.ALL, "is taken");
        join(publisher().relay.publish(Batches.single(0)));
        Awaitility.await().until(() -> publisher().told.size() == 1);
        assertThat(publisher().told).containsExactly("is taken");
        assertThat(publisher().received).hasSize(1);
    }

    @Test
    void aSinkThatFailsHarmsNeitherTheOthersNorThePublisher() {
        publisher().relay.subscribe(batch -> {
            throw new IllegalStateException("sink for a test");
        });
        List<Batch> after = new CopyOnWriteArrayList<>();
        publisher().relay.subscribe(after::add);
        join(publisher().relay.publish(Batches.single(0)));
        join(publisher().relay.publish(Batches.single(1)));
        Awaitility.await().until(() -> after.size() == 2);
        assertThat(publisher().received).hasSize(2);
        assertThat(publisher().count("tidings.relay.dropped", "reason", "sink")).isEqualTo(2);
    }

    @Test
    void metersTellWhatWasPublishedAndReceived() {
        join(publisher().relay.publish(Batches.single(0)));
        Node last = nodes.get(nodes.size() - 1);
        Awaitility.await().until(() -> last.received.size() == 1);
        assertThat(publisher().registry.get("tidings.relay.published").summary().count())
                .isEqualTo(1);
        assertThat(publisher().count("tidings.relay.published.updates")).isEqualTo(1);
        assertThat(publisher().registry.get("tidings.relay.receipt").timer().count())
                .isEqualTo(1);
        assertThat(last.registry.get("tidings.relay.received").summary().totalAmount())
                .isPositive();
        assertThat(last.count("tidings.relay.received.updates")).isEqualTo(1);
        assertThat(last.registry.get("tidings.relay.connected").gauge().value()).isEqualTo(1);
    }

    static Batch batchOf(Source source, long offset) {
        Update update = Batches.update(source, offset, Batches.text("x"));
        return new Batch(source, offset, offset + 1, List.of(update));
    }

    static void join(CompletableFuture<?> future) {
        future.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
