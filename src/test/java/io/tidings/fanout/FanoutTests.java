package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.tidings.replica.View;
import io.tidings.topic.Cursor;
import io.tidings.topic.TopicPattern;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanoutTests {

    private static final int MAX_DRAIN = 4;

    private final EventLoop loop = new DefaultEventLoop();

    private final Lanes lanes =
            new Lanes(new FanoutProperties(MAX_DRAIN, 1_000, 100), new FanoutMetrics(new SimpleMeterRegistry()));

    /** What is tried here does not ask the replica. */
    private final Fanout fanout = new Fanout(null, lanes);

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void endsASessionWhoseSubscriptionIsStillOnItsWayWhenTheNamespaceIsReset() throws Exception {
        Lane lane = lanes.of(loop);
        RecordingOutbox outbox = new RecordingOutbox();
        SubscriptionRequest request = new SubscriptionRequest("s", new TopicPattern("scores.#"), null, false, true);
        Subscription subscription = new Subscription(lane, outbox, request, cursor -> {});
        CountDownLatch busy = new CountDownLatch(1);
        loop.execute(() -> awaitQuietly(busy));
        for (int offset = 0; offset < 5 * MAX_DRAIN; offset++) {
            lane.add(Updates.update("scores.a", offset, "x"));
        }
        lane.add((Runnable) () -> lane.join(subscription, new View(false, List.of(), List.of(), Cursor.of(Map.of()))));
        lane.wake();

        fanout.reset("scores");
        busy.countDown();
        for (int i = 0; i < 20; i++) {
            loop.submit(() -> {}).sync();
        }

        assertThat(outbox.gaveUp()).contains("scores");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
