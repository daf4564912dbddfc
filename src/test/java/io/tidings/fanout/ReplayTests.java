package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Cursor;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ReplayTests {

    private static final int MAX_DRAIN = 4;

    private static final int MAX_HELD = 10;

    private final Bench bench = new Bench(Bench.properties(MAX_DRAIN, MAX_HELD));

    @Test
    void sendsWhatCameAfterTheCursorThenTheReceiptThenNews() {
        publish(3);
        Cursor seen = bench.replica.cursor();
        publish(2);
        RecordingClient client = bench.join("scores.a", new Past(true, 0, seen));
        publish(1);
        bench.run();

        assertThat(client.story()).containsExactly("3", "4", "receipt", "5");
        assertThat(client.live()).isEqualTo(new Live(seen(4), false));
    }

    @Test
    void tellsAGapWithTheFirstFrameAndTheReceipt() {
        bench.replica.publish("scores.a");
        bench.replica.publish("scores.c");
        RecordingClient client = bench.join("scores.*", new Past(true, 0, Cursor.of(Map.of())));

        assertThat(client.story()).containsExactly("gap state 0", "state 1", "receipt gap");
        assertThat(bench.count("tidings.fanout.gaps", "reason", "since")).isOne();
    }

    @Test
    void tellsAGapThatNoFrameCarriesInOneOfItsOwn() {
        bench.replica.publish("scores.a");
        RecordingClient client = bench.join("scores.a", new Past(false, 0, Cursor.of(Map.of())));

        assertThat(client.story()).containsExactly("gap empty", "receipt gap");
    }

    @Test
    void isLiveAtOnceWhereNothingIsOwedThoughTheClientIsSlow() {
        RecordingClient client = bench.subscribe("scores.a", Past.SNAPSHOT);
        client.writable(false);
        bench.replica.answerAll();
        publish(MAX_HELD + 1);
        bench.run();

        assertThat(client.outbox().frames()).hasSize(MAX_HELD + 1);
        assertThat(bench.count("tidings.fanout.rounds")).isZero();
    }

    @Test
    void goesOnWithANewViewWhenMoreCameThanMayBeHeld() {
        RecordingClient client = slow();
        publish(MAX_HELD);
        bench.run();
        publish(1);
        bench.run();
        client.writable(true);
        bench.run();
        assertThat(client.story()).hasSize(1 + 1 + MAX_HELD).contains("receipt");
        publish(1);
        bench.run();
        assertThat(bench.replica.waiting()).isOne();
        assertThat(client.story()).hasSize(1 + 1 + MAX_HELD);

        bench.replica.answerAll();
        publish(1);
        bench.run();

        assertThat(client.knowledge().news()).hasSize(MAX_HELD + 3);
        assertThat(client.knowledge().cursor()).isEqualTo(bench.replica.cursor());
        assertThat(bench.count("tidings.fanout.rounds")).isOne();
        assertThat(bench.count("tidings.fanout.replays")).isZero();
        assertThat(client.outbox().gaveUp()).isEmpty();
    }

    @Test
    void tellsInTheStreamWhatCannotBeProvenToOneWhoFellBehind() {
        RecordingClient client = slow();
        publish(MAX_HELD);
        bench.run();
        publish(1);
        bench.run();
        client.writable(true);
        bench.run();
        publish(1);
        bench.replica.forgetHistory();
        bench.replica.answerAll();
        publish(1);
        bench.run();

        assertThat(client.story()).endsWith("10", "gap state 12 position", "13");
        assertThat(client.knowledge().news()).hasSize(1);
        assertThat(bench.count("tidings.fanout.gaps", "reason", "behind")).isOne();
    }

    @Test
    void sendsNoMoreOnceTheSubscriptionHasEnded() {
        RecordingClient client = slow();
        publish(2);
        bench.run();
        bench.unsubscribe(client);
        client.writable(true);
        publish(1);
        bench.run();

        assertThat(client.outbox().frames()).isEmpty();
        assertThat(bench.count("tidings.fanout.replays")).isZero();
    }

    @Test
    void isNotRefusedOnceItHasEnded() {
        RecordingClient client = bench.subscribe("scores.a", Past.SNAPSHOT);
        bench.unsubscribe(client);
        bench.replica.refuse(0);
        bench.run();

        assertThat(client.isRefused()).isFalse();
    }

    @Test
    void leavesASessionAloneThatIsOwedNothing() {
        RecordingClient client = bench.subscribe("scores.a", Past.SNAPSHOT);
        client.writable(false);
        bench.replica.answerAll();
        bench.run();
        bench.pass(Duration.ofMinutes(2));

        assertThat(client.outbox().gaveUp()).isEmpty();
    }

    @Test
    void doesNotRejoinASubscriptionThatEndedBetweenRounds() {
        RecordingClient client = slow();
        publish(MAX_HELD);
        bench.run();
        publish(1);
        bench.run();
        client.writable(true);
        bench.run();
        int sent = client.outbox().frames().size();
        bench.unsubscribe(client);
        bench.replica.answerAll();
        publish(1);
        bench.run();

        assertThat(client.outbox().frames()).hasSize(sent);
        assertThat(bench.count("tidings.fanout.replays")).isZero();
    }

    @Test
    void sendsNoMoreInASecondThanItsRate() {
        Bench paced = new Bench(new FanoutProperties(
                MAX_DRAIN,
                DataSize.ofMegabytes(1),
                1_000,
                1_000,
                100,
                100,
                Duration.ofMinutes(1),
                100,
                Duration.ofMinutes(2)));
        Cursor seen = paced.replica.cursor();
        for (int i = 0; i < 500; i++) {
            paced.replica.publish("scores.a");
        }
        RecordingClient client = paced.join("scores.a", new Past(true, 0, seen));
        for (int i = 0; i < 1_000; i++) {
            paced.pass(Duration.ofMillis(1));
        }

        assertThat(client.outbox().frames().size()).isBetween(95, 115);
    }

    @Test
    void letsLiveUpdatesAndOtherSubscriptionsThroughBetweenTurns() {
        Cursor seen = bench.replica.cursor();
        publish(20 * MAX_DRAIN);
        RecordingClient other = bench.join("scores.a", new Past(false, 0, null));
        RecordingClient client = bench.subscribe("scores.a", new Past(true, 0, seen));
        bench.replica.answerAll();
        publish(1);
        bench.run();

        assertThat(client.outbox().flushes()).isGreaterThanOrEqualTo(3);
        assertThat(other.story()).containsExactly("receipt", "" + 20 * MAX_DRAIN);
        for (int i = 0; i < 100; i++) {
            bench.pass(Duration.ofMillis(1));
        }
        assertThat(client.knowledge().news()).hasSize(20 * MAX_DRAIN + 1);
    }

    @Test
    void endsASessionThatTakesNothingOfWhatItIsOwed() {
        RecordingClient client = slow();
        bench.pass(Duration.ofSeconds(59));
        assertThat(client.outbox().gaveUp()).isEmpty();

        bench.pass(Duration.ofSeconds(1));
        assertThat(client.outbox().gaveUp()).isEqualTo("nothing taken of what was owed");
    }

    @Test
    void leavesASessionAloneThatTakesALittleNowAndThen() {
        Cursor seen = bench.replica.cursor();
        publish(50);
        RecordingClient client = bench.subscribe("scores.a", new Past(true, 0, seen));
        client.writable(false);
        bench.replica.answerAll();
        bench.run();
        for (int i = 0; i < 5; i++) {
            bench.pass(Duration.ofSeconds(50));
            client.writable(true);
            bench.run();
            client.writable(false);
        }

        assertThat(client.outbox().gaveUp()).isEmpty();
    }

    @Test
    void endsTheSessionWhoseReplayFails() {
        publish(1);
        RecordingClient client = bench.subscribe("scores.a", Past.SNAPSHOT);
        client.outbox().failing();
        bench.replica.answerAll();
        bench.run();

        assertThat(client.outbox().gaveUp()).isEqualTo("delivery failed");
    }

    @Test
    void goesOnWhenWhatWasGatheredHasLeft() {
        Bench oneByOne = new Bench(Bench.properties(1, MAX_HELD));
        oneByOne.replica.publish("scores.a");
        oneByOne.replica.publish("scores.c");
        oneByOne.replica.publish("scores.e");
        RecordingClient client = oneByOne.subscribe("scores.*", Past.SNAPSHOT);
        client.outbox().fullUntilFlushed();
        oneByOne.replica.answerAll();
        for (int i = 0; i < 4; i++) {
            oneByOne.run();
        }

        assertThat(client.story()).hasSize(4).contains("receipt");
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            bench.replica.publish("scores.a");
        }
    }

    /** A client that has been owed a last value since it stopped reading. */
    private RecordingClient slow() {
        publish(1);
        RecordingClient client = bench.subscribe("scores.a", Past.SNAPSHOT);
        client.writable(false);
        bench.replica.answerAll();
        bench.run();
        return client;
    }

    private Cursor seen(long offset) {
        return Cursor.of(bench.replica.cursor().offsets().keySet().stream()
                .collect(Collectors.toMap(log -> log, log -> log.partition() == part() ? offset : -1L)));
    }

    private static int part() {
        return Math.floorMod("scores.a".hashCode(), 2);
    }
}
