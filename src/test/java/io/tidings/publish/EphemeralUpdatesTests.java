package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.NodeIncarnation;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EphemeralUpdatesTests {

    private final FakeRelay relay = new FakeRelay();

    private final List<Batch> deliveredHere = new ArrayList<>();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final EphemeralUpdates updates = new EphemeralUpdates(
            new NodeIncarnation("node", "node-1"),
            Clock.systemUTC(),
            relay,
            deliveredHere::add,
            new PublishMetrics(registry));

    @Test
    void numbersEachNamespaceOnItsOwn() {
        publish("cursors.a");
        publish("typing.b");
        publish("cursors.c");
        assertThat(relay.published)
                .extracting(Batch::source, Batch::from, Batch::to)
                .containsExactly(
                        tuple(new NodeId("cursors", "node-1"), 0L, 1L),
                        tuple(new NodeId("typing", "node-1"), 0L, 1L),
                        tuple(new NodeId("cursors", "node-1"), 1L, 2L));
    }

    @Test
    void leavesDeliveryToTheRelayWhereTheBrokerConfirms() {
        CompletableFuture<Published> answer = publish("cursors.a");
        assertThat(answer).isNotDone();
        relay.confirm(0);
        assertThat(answer).isCompleted();
        assertThat(deliveredHere).isEmpty();
    }

    @Test
    void deliversHereAndCountsWhereTheRelayFails() {
        CompletableFuture<Published> answer = publish("cursors.a");
        relay.fail(0);
        assertThat(answer).isCompleted();
        assertThat(deliveredHere).containsExactly(relay.published.get(0));
        assertThat(localDeliveries()).isEqualTo(1);
    }

    @Test
    void deliversHereTooWhereTheBrokerHasNotConfirmedThisNodesSubscription() {
        relay.connected = false;
        publish("cursors.a");
        relay.connected = true;
        relay.confirm(0);
        assertThat(deliveredHere).hasSize(1);
    }

    @Test
    void deliversHereInTheOrderOfNumbersWhateverFailsFirst() {
        publish("cursors.a");
        CompletableFuture<Published> second = publish("cursors.b");
        publish("cursors.c");
        relay.fail(1);
        relay.fail(2);
        assertThat(second).isNotDone();
        relay.fail(0);
        assertThat(deliveredHere).extracting(Batch::from).containsExactly(0L, 1L, 2L);
    }

    @Test
    void deliversOthersWhenOneDeliveryThrows() {
        List<Batch> delivered = new ArrayList<>();
        EphemeralSource source = new EphemeralSource(new NodeId("cursors", "node-1"), relay, batch -> {
            if (batch.from() == 0) {
                throw new IllegalStateException("stopped");
            }
            delivered.add(batch);
        });
        CompletableFuture<Published> first = source.publish(publication("cursors.a"), 0);
        CompletableFuture<Published> second = source.publish(publication("cursors.b"), 0);
        relay.fail(0);
        relay.fail(1);
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
        assertThat(delivered).extracting(Batch::from).containsExactly(1L);
    }

    @Test
    void settlesALongOutageWithoutRunningOutOfStack() {
        int count = 50_000;
        for (int i = 0; i < count; i++) {
            publish("cursors.a");
        }
        for (int i = count - 1; i >= 0; i--) {
            relay.fail(i);
        }
        assertThat(deliveredHere).hasSize(count);
    }

    @Test
    void keepsNumbersInTheOrderTheRelaySeesFromAllThreads() throws InterruptedException {
        int threads = 4;
        int each = 500;
        CountDownLatch done = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (int thread = 0; thread < threads; thread++) {
            executor.execute(() -> {
                for (int i = 0; i < each; i++) {
                    publish("cursors.a");
                }
                done.countDown();
            });
        }
        done.await();
        executor.shutdown();
        assertThat(relay.published)
                .extracting(Batch::from)
                .containsExactlyElementsOf(
                        LongStream.range(0, threads * each).boxed().toList());
    }

    private double localDeliveries() {
        return registry.get("tidings.publish.local.deliveries").counter().count();
    }

    private CompletableFuture<Published> publish(String topic) {
        return updates.publish(publication(topic));
    }

    private static Publication publication(String topic) {
        return new Publication(new Topic(topic), null, Map.of(), new byte[1]);
    }
}
