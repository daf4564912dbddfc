package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FanoutTests {

    private final Bench bench = new Bench(Bench.properties(4, 10));

    @Test
    void refusesASubscriptionThatTheReplicaCannotAnswer() {
        RecordingClient client = bench.subscribe("scores.#", Past.SNAPSHOT);

        bench.replica.refuse(0);
        bench.run();

        assertThat(client.isRefused()).isTrue();
        assertThat(client.story()).isEmpty();
    }

    @Test
    void tellsASubscriptionThatEndsOnItsWaySo() {
        RecordingClient client = bench.subscribe("scores.#", Past.SNAPSHOT);
        bench.unsubscribe(client);
        bench.replica.answerAll();
        bench.run();
        bench.replica.publish("scores.a");
        bench.run();

        assertThat(client.live()).isEqualTo(Live.NEVER);
        assertThat(client.outbox().frames()).isEmpty();
    }

    @Test
    void beginsASubscriptionAnewThatIsStillOnItsWayWhenTheNamespaceIsReset() {
        RecordingClient client = bench.subscribe("scores.#", Past.SNAPSHOT);
        bench.replica.publish("scores.a");
        bench.replica.answerAll();
        bench.replica.reset();
        bench.replica.publish("scores.b");
        bench.run();
        bench.replica.answerAll();
        bench.run();

        assertThat(client.story()).containsExactly("state 0", "receipt", "gap state 0 position");
        assertThat(client.knowledge().cursor()).isEqualTo(bench.replica.cursor());
    }

    @Test
    void beginsAnewWithoutTheRestOfWhatWasOwed() {
        bench.replica.publish("scores.a");
        RecordingClient client = bench.subscribe("scores.#", Past.SNAPSHOT);
        client.writable(false);
        bench.replica.answerAll();
        bench.run();
        bench.replica.publish("scores.a");
        bench.replica.reset();
        bench.run();
        bench.replica.publish("scores.b", 5);
        bench.replica.answerAll();
        bench.run();
        client.writable(true);
        bench.run();

        assertThat(client.story()).containsExactly("gap state 5", "receipt gap");
        assertThat(bench.count("tidings.fanout.gaps", "reason", "reset")).isOne();
    }

    @Test
    void leavesOtherNamespacesAloneWhenOneIsReset() {
        RecordingClient client = bench.join("news.#", Past.SNAPSHOT);
        bench.replica.reset();
        bench.run();

        assertThat(bench.replica.waiting()).isZero();
        assertThat(client.story()).containsExactly("receipt");
    }

    @Test
    void tellsAResetOfNothingToThoseAloneWhoKnowOfCursors() {
        RecordingClient plain = bench.join("scores.a", Past.SNAPSHOT);
        RecordingClient resuming = bench.join("scores.a", new Past(true, 0, bench.replica.cursor()));
        bench.replica.reset();
        bench.run();
        bench.replica.answerAll();
        bench.run();
        bench.replica.publish("scores.a");
        bench.run();

        assertThat(plain.story()).containsExactly("receipt", "0");
        assertThat(resuming.story()).containsExactly("receipt", "gap empty position", "0");
        assertThat(resuming.knowledge().news()).hasSize(1);
    }

    @Test
    void sendsNothingFromBeforeAResetAfterTheGap() {
        RecordingClient client = bench.join("scores.#", Past.SNAPSHOT);
        bench.replica.publish("scores.a");
        bench.replica.reset();
        bench.replica.publish("scores.b", 3);
        bench.run();
        bench.replica.publish("scores.b");
        bench.run();
        bench.replica.answerAll();
        bench.replica.publish("scores.b");
        bench.run();

        assertThat(client.story()).containsExactly("receipt", "0", "gap state 4 position", "5");
    }

    @Test
    void asksOnceForAllWhoWantTheSameAfterAReset() {
        for (int i = 0; i < 50; i++) {
            bench.join("scores.#", Past.SNAPSHOT);
        }
        int before = bench.replica.asked();
        bench.replica.reset();
        bench.run();

        assertThat(bench.replica.asked() - before).isOne();
    }

    @Test
    void asksForAFewViewsAtATimeAfterAReset() {
        for (int i = 0; i < 250; i++) {
            bench.join("scores.t" + i, Past.SNAPSHOT);
        }
        bench.replica.reset();
        bench.run();
        assertThat(bench.replica.waiting()).isEqualTo(100);

        bench.replica.answer(7);
        bench.run();
        assertThat(bench.replica.waiting()).isEqualTo(100);

        int rest = 0;
        while (bench.replica.waiting() > 0) {
            bench.replica.answer(0);
            bench.run();
            rest++;
        }
        assertThat(rest).isEqualTo(249);
        assertThat(bench.count("tidings.fanout.replays")).isZero();
    }

    @Test
    void asksAgainWhereTheReplicaRefusesAndGivesUpAtLast() {
        RecordingClient client = bench.join("scores.#", Past.SNAPSHOT);
        bench.replica.reset();
        bench.run();
        bench.replica.refuse(0);
        bench.run();
        assertThat(bench.replica.waiting()).isZero();

        bench.pass(Duration.ofMillis(100));
        assertThat(bench.replica.waiting()).isOne();
        assertThat(client.outbox().gaveUp()).isEmpty();

        bench.pass(Duration.ofMinutes(2));
        bench.replica.refuse(0);
        bench.run();
        assertThat(client.outbox().gaveUp()).isEqualTo("cannot go on for now");
    }

    @Test
    void doesNotAskAgainForASubscriptionThatHasEnded() {
        RecordingClient client = bench.join("scores.#", Past.SNAPSHOT);
        bench.replica.reset();
        bench.run();
        bench.unsubscribe(client);
        bench.replica.refuse(0);
        bench.pass(Duration.ofMinutes(1));

        assertThat(bench.replica.waiting()).isZero();
        assertThat(bench.count("tidings.fanout.replays")).isZero();
    }
}
