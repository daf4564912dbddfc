package io.tidings.fanout;

import static io.tidings.fanout.RecordingOutbox.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.tidings.replica.View;
import io.tidings.topic.Cursor;
import io.tidings.topic.Flow;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTests {

    private static final Cursor CURSOR = Cursor.of(Map.of(Updates.LOG, 9L));

    private final EventLoop loop = new DefaultEventLoop();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final Lane lane =
            new Lane(0, loop, Bench.properties(64, 100), new FanoutMetrics(meters, Clock.systemUTC()), Bench.NO_VIEWS);

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void deliversToEveryMemberOfATopicOnce() throws Exception {
        RecordingOutbox ann = new RecordingOutbox();
        RecordingOutbox bob = new RecordingOutbox();
        join(subscription(ann, "scores.a", "s"));
        join(subscription(bob, "scores.a", "s"));

        run(Updates.update("scores.a", 10, "x"), Updates.update("scores.b", 11, "y"));

        assertThat(ann.ids()).containsExactly("scores-3.9f2c01ab@10");
        assertThat(bob.ids()).containsExactly("scores-3.9f2c01ab@10");
        assertThat(meters.get("tidings.fanout.deliveries").functionCounter().count())
                .isEqualTo(2);
    }

    @Test
    void sendsTheSnapshotThenTheCursorThenNews() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        List<String> order = new ArrayList<>();
        Subscription subscription = new Subscription(lane, outbox, request("scores.#", "s"), live -> {
            outbox.flush();
            order.add(outbox.frames().size() + " before " + live.position());
        });
        lane.add((Runnable) () -> lane.join(
                subscription, new View(false, List.of(Updates.update("scores.a", 9, "state")), List.of(), CURSOR)));
        run(Updates.update("scores.b", 10, "news"));

        assertThat(order).containsExactly("1 before scores-3.9f2c01ab@9");
        assertThat(outbox.frames())
                .extracting(frame -> header(frame, "snapshot"))
                .containsExactly("true", null);
    }

    @Test
    void flushesASessionOnceForADrain() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        join(subscription(outbox, "scores.a", "1"));
        join(subscription(outbox, "scores.#", "2"));
        int before = outbox.flushes();

        run(Updates.update("scores.a", 10, "x"), Updates.update("scores.a", 11, "x"));

        assertThat(outbox.flushes() - before).isEqualTo(1);
        assertThat(outbox.frames()).hasSize(4);
    }

    @Test
    void flushesInBetweenWhatIsLarge() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        join(subscription(outbox, "scores.#", "s"));
        int before = outbox.flushes();

        String large = "x".repeat(600 * 1024);
        run(
                Updates.update("scores.a", 10, large),
                Updates.update("scores.b", 11, large),
                Updates.update("scores.c", 12, "y"));

        assertThat(outbox.flushes() - before).isEqualTo(2);
        assertThat(outbox.ids()).hasSize(3).isSorted();
    }

    @Test
    void keepsTheOrderOfALogWithinAPattern() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        join(subscription(outbox, "scores.#", "s"));

        run(LongStream.range(10, 40)
                .mapToObj(offset -> Updates.update("scores.t" + offset % 3, offset, "x"))
                .toArray(Update[]::new));

        assertThat(outbox.ids())
                .isEqualTo(LongStream.range(10, 40)
                        .mapToObj(offset -> "scores-3.9f2c01ab@" + offset)
                        .toList());
    }

    @Test
    void holdsNewsUntilTheSnapshotIsSent() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        outbox.writable(false);
        Subscription subscription = subscription(outbox, "scores.#", "s");
        lane.add((Runnable) () -> lane.join(
                subscription, new View(false, List.of(Updates.update("scores.a", 9, "state")), List.of(), CURSOR)));
        run(Updates.update("scores.a", 10, "held"));
        assertThat(outbox.ids()).isEmpty();

        outbox.writable(true);
        loop.submit(outbox::resume).sync();
        run(Updates.update("scores.a", 11, "live"));

        assertThat(outbox.ids()).containsExactly("scores-3.9f2c01ab@9", "scores-3.9f2c01ab@10", "scores-3.9f2c01ab@11");
    }

    @Test
    void endsTheSessionsThatMissAnUpdateByAFailureAndNoOthers() throws Exception {
        RecordingOutbox broken = new RecordingOutbox();
        RecordingOutbox whole = new RecordingOutbox();
        join(subscription(broken, "scores.#", "s"));
        join(subscription(whole, "scores.#", "t"));
        broken.failing();

        run(Updates.update("scores.a", 10, "x"));
        run(Updates.update("scores.a", 11, "x"));

        assertThat(broken.gaveUp()).isEqualTo("delivery failed");
        assertThat(whole.gaveUp()).isEmpty();
        assertThat(whole.ids()).containsExactly("scores-3.9f2c01ab@10", "scores-3.9f2c01ab@11");
    }

    @Test
    void endsASessionWhoseSnapshotFails() throws Exception {
        RecordingOutbox broken = new RecordingOutbox();
        broken.failing();
        Subscription subscription = subscription(broken, "scores.#", "s");
        lane.add((Runnable) () -> lane.join(
                subscription, new View(false, List.of(Updates.update("scores.a", 9, "state")), List.of(), CURSOR)));
        RecordingOutbox whole = new RecordingOutbox();
        join(subscription(whole, "scores.#", "t"));

        run(Updates.update("scores.a", 10, "x"));

        assertThat(broken.gaveUp()).isEqualTo("delivery failed");
        assertThat(whole.ids()).containsExactly("scores-3.9f2c01ab@10");
    }

    @Test
    void sendsNoMoreOfASnapshotOnceTheSubscriptionIsCancelled() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        outbox.writable(false);
        List<Live> live = new ArrayList<>();
        Subscription subscription = new Subscription(lane, outbox, request("scores.#", "s"), live::add);
        lane.add((Runnable) () -> lane.join(
                subscription, new View(false, List.of(Updates.update("scores.a", 9, "state")), List.of(), CURSOR)));
        run();

        loop.submit(subscription::cancel).sync();
        outbox.writable(true);
        loop.submit(outbox::resume).sync();
        run(Updates.update("scores.a", 10, "x"));

        assertThat(outbox.ids()).isEmpty();
        assertThat(live).containsExactly(Live.NEVER);
    }

    @Test
    void doesNotJoinASubscriptionThatWasCancelledOnItsWay() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        Subscription subscription = subscription(outbox, "scores.#", "s");
        loop.submit(subscription::cancel).sync();
        join(subscription);

        run(Updates.update("scores.a", 10, "x"));

        assertThat(outbox.ids()).isEmpty();
    }

    @Test
    void tellsTheCursorOnceThoughTheSubscriptionEndsLater() throws Exception {
        List<Live> live = new ArrayList<>();
        Subscription subscription = new Subscription(lane, new RecordingOutbox(), request("scores.#", "s"), live::add);
        join(subscription);
        loop.submit(subscription::cancel).sync();

        assertThat(live).containsExactly(new Live(CURSOR, false));
    }

    @Test
    void forgetsACancelledSubscription() throws Exception {
        RecordingOutbox outbox = new RecordingOutbox();
        Subscription subscription = subscription(outbox, "scores.#", "s");
        join(subscription);
        loop.submit(subscription::cancel).sync();

        run(Updates.update("scores.a", 10, "x"));

        assertThat(outbox.ids()).isEmpty();
    }

    /** Subscriptions come and go at random between updates: each must see what was published while it stood, no more. */
    @Test
    void leavesNoHoleAndNoDoubleHoweverSubscriptionsComeAndGo() throws Exception {
        Random random = new Random(42);
        List<Expectation> all = new ArrayList<>();
        List<Expectation> standing = new ArrayList<>();
        String[] patterns = {"scores.#", "scores.a", "scores.*", "scores.a.#"};
        String[] topics = {"scores.a", "scores.b", "scores.a.c"};
        for (long offset = 10; offset < 3_000; offset++) {
            if (random.nextInt(10) == 0) {
                Expectation expectation = new Expectation(
                        subscription(new RecordingOutbox(), patterns[random.nextInt(4)], "s" + random.nextInt(3)));
                all.add(expectation);
                standing.add(expectation);
                lane.add((Runnable)
                        () -> lane.join(expectation.subscription, new View(false, List.of(), List.of(), CURSOR)));
            }
            if (random.nextInt(20) == 0 && !standing.isEmpty()) {
                Expectation leaving = standing.remove(random.nextInt(standing.size()));
                lane.add((Runnable) leaving.subscription::cancel);
            }
            Update update = Updates.update(topics[random.nextInt(3)], offset, "x");
            standing.forEach(expectation -> expectation.expect(update));
            lane.add(update);
            if (random.nextInt(5) == 0) {
                lane.wake();
            }
        }
        run();

        assertThat(all).hasSizeGreaterThan(200);
        assertThat(all)
                .allSatisfy(expectation -> assertThat(expectation.outbox().ids())
                        .as(expectation.subscription.request().toString())
                        .isEqualTo(expectation.ids));
    }

    private static final class Expectation {

        private final Subscription subscription;

        private final List<String> ids = new ArrayList<>();

        Expectation(Subscription subscription) {
            this.subscription = subscription;
        }

        RecordingOutbox outbox() {
            return (RecordingOutbox) subscription.outbox();
        }

        void expect(Update update) {
            if (subscription.request().pattern().matches(update.topic())) {
                ids.add(update.position().toString());
            }
        }
    }

    private Subscription subscription(RecordingOutbox outbox, String pattern, String id) {
        return new Subscription(lane, outbox, request(pattern, id), cursor -> {});
    }

    private static SubscriptionRequest request(String pattern, String id) {
        return new SubscriptionRequest(id, new TopicPattern(pattern), null, false, Past.SNAPSHOT, Flow.EVERY_UPDATE);
    }

    private void join(Subscription subscription) throws Exception {
        lane.add((Runnable) () -> lane.join(subscription, new View(false, List.of(), List.of(), CURSOR)));
        run();
    }

    private void run(Update... updates) throws Exception {
        for (Update update : updates) {
            lane.add(update);
        }
        lane.wake();
        // A drain may leave what is over its bound to the next: wait until the loop has nothing before an empty task.
        for (int i = 0; i < 100; i++) {
            loop.submit(() -> {}).sync();
        }
    }
}
