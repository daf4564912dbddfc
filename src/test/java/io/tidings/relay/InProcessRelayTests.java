package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InProcessRelayTests {

    private static final int QUEUE = 3;

    private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());

    private final InProcessRelay relay = new InProcessRelay(QUEUE, metrics);

    @Test
    void completesWhenAllSinksHaveTheBatch() {
        List<Batch> first = new ArrayList<>();
        List<Batch> second = new ArrayList<>();
        relay.subscribe(first::add);
        relay.subscribe(second::add);
        assertThat(relay.publish(Batches.single(7))).isCompleted();
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(relay.isConnected()).isTrue();
    }

    @Test
    void aSinkMayPublishAndItsBatchFollows() {
        List<Long> order = new ArrayList<>();
        relay.subscribe(batch -> {
            if (batch.from() == 0) {
                relay.publish(Batches.single(1));
            }
            order.add(batch.from());
        });
        relay.publish(Batches.single(0));
        assertThat(order).containsExactly(0L, 1L);
    }

    @Test
    void refusesMoreThanMayWait() {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        relay.subscribe(batch -> {
            if (batch.from() == 0) {
                LongStream.range(1, QUEUE + 1).forEach(offset -> published.add(relay.publish(Batches.single(offset))));
            }
        });
        relay.publish(Batches.single(0));
        assertThat(published.subList(0, QUEUE - 1)).allMatch(each -> !each.isCompletedExceptionally());
        AbstractStompRelayIT.assertUnavailable(published.get(QUEUE - 1));
    }

    @Test
    void givesAllSinksOneOrderWhicheverThreadsPublish() throws InterruptedException {
        InProcessRelay shared = new InProcessRelay(100_000, metrics);
        List<Batch> first = new ArrayList<>();
        List<Batch> second = new ArrayList<>();
        shared.subscribe(first::add);
        shared.subscribe(second::add);
        CountDownLatch done = new CountDownLatch(4);
        IntStream.range(0, 4)
                .forEach(i -> new Thread(() -> {
                            LogId log = new LogId("scores", i, "00000000");
                            LongStream.range(0, 5_000)
                                    .forEach(offset -> shared.publish(AbstractRelayIT.batchOf(log, offset)));
                            done.countDown();
                        })
                        .start());
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        AbstractRelayIT.join(shared.publish(Batches.single(0)));
        assertThat(first).hasSize(20_001).isEqualTo(second);
        for (int i = 0; i < 4; i++) {
            LogId log = new LogId("scores", i, "00000000");
            assertThat(first.stream().filter(batch -> batch.source().equals(log)))
                    .extracting(Batch::from)
                    .isSorted();
        }
    }
}
