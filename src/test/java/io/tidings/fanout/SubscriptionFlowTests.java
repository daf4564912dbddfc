package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Cursor;
import io.tidings.topic.Flow;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conflation and rates, as subscriptions get them. */
class SubscriptionFlowTests {

    private static final int MAX_HELD = 5;

    private static final Flow CONFLATED = new Flow(true, 0);

    private static final Flow TWICE_A_SECOND = new Flow(true, 2);

    private final Bench bench = new Bench(Bench.properties(256, MAX_HELD));

    @Test
    void sendsAllToAClientOfAConflatingNamespaceThatKeepsUp() {
        RecordingClient client = bench.join("scores.a", Past.SNAPSHOT, CONFLATED);
        publish("scores.a", 3);
        bench.run();
        publish("scores.a", 2);
        bench.run();

        assertThat(client.story()).containsExactly("receipt", "0", "1", "2", "3", "4");
        assertThat(bench.count("tidings.fanout.behind")).isZero();
        assertThat(bench.count("tidings.fanout.conflated")).isZero();
    }

    @Test
    void keepsTheNewestForAClientThatIsBehindAndGoesBackToLive() {
        RecordingClient client = bench.join("scores.#", Past.SNAPSHOT, CONFLATED);
        RecordingClient healthy = bench.join("scores.#", Past.SNAPSHOT, CONFLATED);
        client.writable(false);
        for (int i = 0; i < 10; i++) {
            publish("scores.a", 1);
            publish("scores.b", 1);
            bench.run();
        }
        assertThat(client.story()).containsExactly("receipt");
        assertThat(bench.count("tidings.fanout.replays")).isOne();

        client.writable(true);
        bench.run();
        publish("scores.a", 1);
        bench.run();

        assertThat(client.outbox().ids())
                .hasSize(3)
                .endsWith(healthy.outbox().ids().get(20));
        assertThat(healthy.outbox().ids())
                .hasSize(21)
                .containsSubsequence(client.outbox().ids());
        assertThat(bench.count("tidings.fanout.conflated")).isEqualTo(18);
        assertThat(bench.count("tidings.fanout.behind")).isOne();
        assertThat(bench.count("tidings.fanout.replays")).isZero();
    }

    @Test
    void endsASessionThatIsBehindWithTooManyTopics() {
        RecordingClient client = bench.join("scores.#", Past.SNAPSHOT, CONFLATED);
        RecordingClient healthy = bench.join("scores.#", Past.SNAPSHOT, CONFLATED);
        client.writable(false);
        for (int i = 0; i < MAX_HELD; i++) {
            publish("scores." + i, 1);
            bench.run();
        }
        assertThat(client.outbox().gaveUp()).isEmpty();
        publish("scores.more", 1);
        bench.run();

        assertThat(client.outbox().gaveUp()).isEqualTo("behind with too many topics");
        assertThat(healthy.outbox().ids()).hasSize(MAX_HELD + 1);
    }

    @Test
    void beginsAnewInPlaceWhileItIsBehind() {
        RecordingClient client = bench.join("scores.a", Past.SNAPSHOT, CONFLATED);
        client.writable(false);
        publish("scores.a", 3);
        bench.run();
        bench.replica.reset();
        publish("scores.a", 2);
        bench.run();
        bench.replica.answerAll();
        bench.run();
        client.writable(true);
        publish("scores.a", 1);
        bench.run();

        assertThat(client.story()).containsExactly("receipt", "gap state 1 position", "2");
    }

    @Test
    void answersACursorWithANewViewThatIsToldAsAGap() {
        publish("scores.a", 3);
        RecordingClient client = bench.join("scores.a", new Past(true, 0, bench.replica.cursor()), CONFLATED);
        publish("scores.a", 1);
        bench.run();

        assertThat(client.story()).containsExactly("gap state 2", "receipt gap", "3");
        assertThat(bench.count("tidings.fanout.gaps", "reason", "since")).isOne();
    }

    @Test
    void tellsAGapToWhoeverNamesACursorThoughThereIsNoValue() {
        RecordingClient client = bench.join("scores.a", new Past(false, 0, Cursor.of(Map.of())), TWICE_A_SECOND);

        assertThat(client.story()).containsExactly("gap empty", "receipt gap");
    }

    @Test
    void sendsTheFirstAtOnceAndTheNewestWhenTheIntervalEnds() {
        RecordingClient client = bench.join("scores.a", Past.SNAPSHOT, TWICE_A_SECOND);
        publish("scores.a", 1);
        bench.run();
        publish("scores.a", 3);
        bench.run();
        assertThat(client.story()).containsExactly("receipt", "0");

        bench.pass(Duration.ofMillis(500));
        assertThat(client.story()).containsExactly("receipt", "0", "3");
        bench.pass(Duration.ofSeconds(1));
        publish("scores.a", 1);
        bench.run();

        assertThat(client.story()).containsExactly("receipt", "0", "3", "4");
        assertThat(bench.count("tidings.fanout.conflated")).isEqualTo(2);
    }

    @Test
    void sendsWhoeverJoinsInBetweenNothingTwiceAndNothingFromBefore() {
        RecordingClient first = bench.join("scores.#", Past.SNAPSHOT, TWICE_A_SECOND);
        publish("scores.a", 1);
        bench.run();
        publish("scores.a", 1);
        bench.run();
        RecordingClient second = bench.join("scores.#", Past.SNAPSHOT, TWICE_A_SECOND);
        RecordingClient third = bench.join("scores.#", new Past(false, 0, null), TWICE_A_SECOND);
        bench.pass(Duration.ofMillis(100));
        publish("scores.c", 1);
        bench.pass(Duration.ofMillis(400));

        assertThat(first.outbox().ids()).hasSize(3);
        assertThat(second.story()).containsExactly("state 1", "receipt", "2");
        assertThat(third.story()).containsExactly("receipt", "2");
        assertThat(bench.count("tidings.fanout.replays")).isZero();
    }

    @Test
    void isBackWithItsGroupThoughItsTopicsAreNeverQuiet() {
        RecordingClient slow = bench.join("scores.#", Past.SNAPSHOT, TWICE_A_SECOND);
        RecordingClient healthy = bench.join("scores.#", Past.SNAPSHOT, TWICE_A_SECOND);
        beBusy(Duration.ofSeconds(1));
        slow.writable(false);
        beBusy(Duration.ofMillis(700));
        assertThat(bench.count("tidings.fanout.replays")).isOne();
        slow.writable(true);
        beBusy(Duration.ofMillis(1_200));
        assertThat(bench.count("tidings.fanout.replays")).isZero();
        int before = slow.outbox().ids().size();
        int before2 = healthy.outbox().ids().size();
        beBusy(Duration.ofSeconds(2));

        assertThat(slow.outbox().ids().subList(before, slow.outbox().ids().size()))
                .hasSizeGreaterThan(10)
                .isEqualTo(healthy.outbox()
                        .ids()
                        .subList(before2, healthy.outbox().ids().size()));
    }

    @Test
    void keepsToTheLowerRateOfEachSubscription() {
        RecordingClient slow = bench.join("scores.a", Past.SNAPSHOT, new Flow(true, 1));
        RecordingClient fast = bench.join("scores.a", Past.SNAPSHOT, new Flow(true, 10));
        RecordingClient all = bench.join("scores.a", Past.SNAPSHOT);
        for (int i = 0; i < 200; i++) {
            publish("scores.a", 1);
            bench.pass(Duration.ofMillis(10));
        }

        assertThat(all.outbox().ids()).hasSize(200);
        assertThat(slow.outbox().ids()).hasSizeBetween(2, 3);
        assertThat(fast.outbox().ids()).hasSizeBetween(18, 21);
    }

    /** Three topics whose intervals end at different times. */
    private void beBusy(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 10) {
            publish("scores." + "abc".charAt((int) (bench.nanoTime() / 10_000_000 % 3)), 1);
            bench.pass(Duration.ofMillis(10));
        }
    }

    private void publish(String topic, int count) {
        for (int i = 0; i < count; i++) {
            bench.replica.publish(topic);
        }
    }
}
