package io.tidings.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.topic.Batch;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ingest does while the relay refuses, is slow, or is away. */
class KafkaIngestRelayIT extends AbstractKafkaIngestIT {

    @Test
    void sendsAgainFromTheReceiptedPrefixWhenTheRelayRefuses() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        node.relay().refuse(2);
        sendAll(IntStream.range(1, 50).mapToObj(i -> record("a", Integer.toString(i))));

        await().untilAsserted(() -> assertThat(
                        node.updates().stream().map(Update::position).distinct())
                .hasSize(50));
        assertOrdered(node.relay().published(), 50);
        await().untilAsserted(() -> assertThat(committed()).containsValue(50L));
        assertThat(node.count("tidings.ingest.resends")).isPositive();
    }

    @Test
    void leavesABatchThatIsTooLargeForTheRelayToTheNodesAndGoesOn() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        node.relay().findNextTooLarge();
        send("a", "large");
        await().untilAsserted(() -> assertThat(committed()).containsValue(2L));
        send("a", "2");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("0", "2"));
        assertThat(node.count("tidings.ingest.uncarried")).isOne();
        assertThat(node.count("tidings.ingest.resends")).isZero();
    }

    @Test
    void commitsNothingThatTheRelayHasNotReceipted() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));

        node.relay().hold();
        send("a", "1");
        await().until(() -> node.updates().size() == 2);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(committed()).containsValue(1L));
        node.relay().release();

        await().untilAsserted(() -> assertThat(committed()).containsValue(2L));
        assertThat(node.bodies()).containsExactly("0", "1");
    }

    @Test
    void pausesAPartitionThatHasTooMuchUnderWay() {
        IngestNode node = startOn(
                1,
                "tidings.ingest.batches.max-in-flight=20KB",
                "tidings.ingest.batches.max-bytes=5KB",
                "tidings.ingest.batches.max-poll=10");
        node.relay().hold();

        sendAll(IntStream.range(0, 200).mapToObj(i -> record("a", "x".repeat(900) + i)));

        await().until(() -> node.updates().size() > 10);
        await().during(Duration.ofMillis(800))
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.updates().size() < 50);
        node.relay().release();
        await().until(() -> node.updates().size() == 200);
        assertSeamless(node.relay().published());
    }

    @Test
    void waitsWhileTheRelayIsAwayAndGoesOnWhenItIsBack() throws Exception {
        IngestNode node = startOn(1);
        node.relay().connected(false);

        sendAll(IntStream.range(0, 20).mapToObj(i -> record("a", Integer.toString(i))));
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.relay().published().isEmpty() && members() == 1);
        node.relay().connected(true);

        await().until(() -> node.updates().size() == 20);
        assertOrdered(node.relay().published(), 20);
    }

    @Test
    void goesOnAtTheHeadPastALongBacklog() {
        IngestNode node = startOn(1, "tidings.ingest.max-backlog=10");
        node.relay().connected(false);
        await().until(() -> node.gauge("tidings.ingest.partitions") == 1);
        sendAll(IntStream.range(0, 50).mapToObj(i -> record("a", Integer.toString(i))));

        node.relay().connected(true);
        await().until(() -> node.count("tidings.ingest.skipped") > 0);
        send("a", "new");

        await().untilAsserted(() -> assertThat(node.bodies()).contains("new"));
        assertThat(node.count("tidings.ingest.skipped") + node.updates().size()).isEqualTo(51);
        await().untilAsserted(() -> assertThat(committed()).containsValue(51L));
    }

    @Test
    void leavesABatchThatIsRefusedAgainAndAgainToTheNodesAndGoesOn() {
        IngestNode node = startOn(1, "tidings.ingest.batches.max-attempts=3");
        send("a", "0");
        await().until(() -> node.updates().size() == 1);
        node.relay().refuseAll(batch -> batch.from() <= 1 && batch.to() > 1);

        send("a", "1");
        await().untilAsserted(() -> assertThat(committed()).containsValue(2L));
        send("a", "2");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("0", "2"));
        assertThat(node.count("tidings.ingest.uncarried")).isOne();
        assertThat(node.count("tidings.ingest.resends")).isEqualTo(3);
    }

    @Test
    void saysHowFarItIsBehindWhileTheRelayIsAway() {
        IngestNode node = startOn(1);
        node.relay().connected(false);

        sendAll(IntStream.range(0, 20).mapToObj(i -> record("a", Integer.toString(i))));
        await().untilAsserted(() -> assertThat(node.gauge("tidings.ingest.lag")).isEqualTo(20));
        assertThat(node.gauge("tidings.ingest.partitions.halted")).isOne();
        node.relay().connected(true);

        await().untilAsserted(() -> assertThat(node.gauge("tidings.ingest.lag")).isZero());
        assertThat(node.gauge("tidings.ingest.partitions.halted")).isZero();
    }

    @Test
    void aGroupIsPlacedThoughTheRelayIsAwayAtItsFirstStart() {
        broker.createTopic(namespace().kafkaTopic(), 2, Map.of());
        send("a", "long ago");
        IngestNode node = start(List.of(namespace()), "tidings.ingest.batches.commit-interval=1h");
        node.relay().connected(false);
        awaitPlaced(2);

        send("a", "now");
        node.relay().connected(true);

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("now"));
    }

    @Test
    void beginsAgainAfterAConsumerHasDiedOfAnError() {
        IngestNode node = startOn(1);
        send("a", "0");
        await().untilAsserted(() -> assertThat(committed()).containsValue(1L));

        node.relay().breakWith(new StackOverflowError("thrown by the test"));
        send("a", "1");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.bodies()).containsExactly("0", "1"));
        assertThat(node.count("tidings.ingest.failures")).isPositive();
        assertThat(node.gauge("tidings.ingest.partitions")).isOne();
    }

    @Test
    void stopsQuicklyThoughReceiptsDoNotCome() {
        IngestNode node = startOn(1, "tidings.ingest.batches.stop-timeout=1s");
        node.relay().hold();
        send("a", "0");
        await().until(() -> node.updates().size() == 1);

        long start = System.nanoTime();
        stop(node);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(committed()).containsValue(0L);
    }

    private int members() throws Exception {
        return broker.admin()
                .describeConsumerGroups(List.of(group()))
                .all()
                .get(10, TimeUnit.SECONDS)
                .get(group())
                .members()
                .size();
    }

    /** Doubles apart, the updates of the one log come in the order of their offsets, from 0 on and none missing. */
    private static void assertOrdered(List<Batch> batches, int count) {
        assertThat(batches.get(0).from()).isZero();
        assertThat(applied(batches))
                .hasSize(1)
                .containsValue(
                        IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }
}
