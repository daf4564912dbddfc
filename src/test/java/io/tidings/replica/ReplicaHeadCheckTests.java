package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.positions;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a replica makes of the heads that the log tells it, and of a log that fails. */
class ReplicaHeadCheckTests {

    private final Bench bench = Bench.following();

    @Test
    void readsALostTail() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        bench.log.append(batch(SCORES, 2, 5));
        bench.tick();
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 2));
        bench.tick();

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 5));
        assertThat(bench.count("direct.reads")).isEqualTo(1);
    }

    @Test
    void givesTheRelayTheTimeOfOneCheck() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 5));
        bench.tick();
        bench.relay(batch(SCORES, 0, 5));
        bench.ticks(2);

        assertThat(bench.log.reads).isEmpty();
    }

    @Test
    void readsAtEveryCheckWhileTheRelayIsSilent() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 5));
        bench.ticks(2);
        for (int from = 5; from < 50; from += 5) {
            bench.log.append(batch(SCORES, from, from + 5));
            bench.tick();
            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, from + 5));
        }
    }

    @Test
    void meetsTheRelayWithoutASeamWhenItReturns() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 5));
        bench.ticks(2);
        bench.publish(batch(SCORES, 5, 8));
        int reads = bench.log.reads.size();
        bench.publish(batch(SCORES, 8, 9));
        bench.tick();
        bench.log.append(batch(SCORES, 9, 10));
        bench.tick();
        bench.relay(batch(SCORES, 9, 10));
        bench.tick();

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 10));
        assertThat(bench.log.reads).hasSize(reads);
    }

    @Test
    void asksOneQuestionAtATime() {
        bench.join();
        int asked = bench.log.headQuestions.size();
        bench.log.pause();
        bench.ticks(5);

        assertThat(bench.log.headQuestions).hasSize(asked + 1);
    }

    @Test
    void waitsLongerAfterEachFailureUpToTheBound() {
        bench.join();
        int asked = bench.log.headQuestions.size();
        bench.log.fail(true);
        bench.ticks(27);
        // Turns sat out after each failure: 1, 2, 4, 4, 4, 4.
        assertThat(bench.log.headQuestions).hasSize(asked + 7);

        bench.log.append(batch(SCORES, 0, 3));
        bench.log.fail(false);
        bench.ticks(6);
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 3));
    }

    @Test
    void triesAFailedRepairAgainAndLosesNothing() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 8));
        bench.log.fail(true);
        bench.relay(batch(SCORES, 3, 5));
        assertThat(bench.listener.positions()).isEmpty();

        bench.log.fail(false);
        bench.ticks(3);
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 8));
        assertThat(bench.count("read.failures")).isEqualTo(1);
    }

    @Test
    void waitsLongerAfterEachReadThatFailsThoughTheHeadIsKnown() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 8));
        bench.log.failReads(true);
        bench.relay(batch(SCORES, 3, 5));
        // Turns sat out after each failure: 1, 2, 4, 4.
        bench.ticks(15);
        assertThat(bench.log.reads).hasSize(5);
        bench.relay(batch(SCORES, 6, 7));
        assertThat(bench.log.reads).hasSize(5);

        bench.log.failReads(false);
        bench.ticks(5);
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 8));
    }

    @Test
    void triesAgainAReadThatEndsShortOfItsTarget() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 8));
        bench.log.endShort(true);
        bench.relay(batch(SCORES, 3, 5));
        assertThat(bench.log.reads).hasSize(1);
        assertThat(bench.count("gaps.healed")).isZero();

        bench.log.endShort(false);
        bench.ticks(3);
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 8));
    }

    @Test
    void triesAgainAReadThatFailedHalfWay() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 10));
        bench.log.pause();
        bench.relay(batch(SCORES, 9, 10));
        bench.log.answer(0);
        bench.log.fail(true);
        bench.log.resume();
        bench.thread.runAll();
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 4));

        bench.log.fail(false);
        bench.ticks(3);
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 10));
    }
}
