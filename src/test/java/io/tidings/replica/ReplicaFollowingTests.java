package io.tidings.replica;

import static io.tidings.replica.Samples.NEWS;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.durable;
import static io.tidings.replica.Samples.namespaces;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** How a replica follows a log over the relay, and reads what the relay leaves out. */
class ReplicaFollowingTests {

    private final Bench bench = Bench.following();

    @Test
    void tellsTheListenerEachUpdateOnceInOrderAndFlushesAtTheEndOfTheRun() {
        bench.join();
        bench.publish(batch(SCORES, 0, 3));
        bench.publish(batch(SCORES, 3, 5));

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 5));
        assertThat(bench.listener.flushes).isEqualTo(2);
        assertThat(bench.listener.unflushed).isZero();
    }

    @Test
    void flushesInTheMiddleOfALongRun() {
        bench.join();
        bench.publish(batch(SCORES, 0, 600));

        assertThat(bench.listener.flushes).isEqualTo(3);
    }

    @Test
    void dropsDoublesWholeOrInPart() {
        bench.join();
        bench.publish(batch(SCORES, 0, 4));
        bench.relay(batch(SCORES, 0, 4));
        bench.relay(batch(SCORES, 1, 3));
        bench.publish(batch(SCORES, 2, 6));

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 6));
        assertThat(bench.count("doubles")).isEqualTo(2);
        assertThat(bench.log.reads).isEmpty();
    }

    @Test
    void takesHolesInABatchForWhatTheyAre() {
        bench.join();
        bench.publish(batch(SCORES, 0, 10, update(SCORES, 3), update(SCORES, 7)));
        bench.publish(batch(SCORES, 10, 12));

        assertThat(bench.listener.positions())
                .containsExactly(SCORES + "@3", SCORES + "@7", SCORES + "@10", SCORES + "@11");
        assertThat(bench.log.reads).isEmpty();
    }

    @Test
    void readsAGapBeforeItAppliesWhatCameAfter() {
        bench.join();
        bench.publish(batch(SCORES, 0, 2));
        bench.log.append(batch(SCORES, 2, 5));
        bench.log.pause();
        bench.publish(batch(SCORES, 5, 7));
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 2));

        bench.log.resume();
        bench.thread.runAll();
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 7));
        assertThat(bench.log.reads).containsExactly(SCORES + "[2,5)");
        assertThat(bench.count("gaps")).isEqualTo(1);
        assertThat(bench.count("gaps.healed")).isEqualTo(1);
    }

    @Test
    void readsASecondGapOnceTheFirstIsHealed() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 10));
        bench.log.pause();
        bench.relay(batch(SCORES, 2, 4));
        bench.relay(batch(SCORES, 6, 8));
        bench.log.resume();
        bench.thread.runAll();

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 8));
        assertThat(bench.log.reads).hasSize(2);
        assertThat(bench.count("gaps.healed")).isEqualTo(2);
    }

    @Test
    void endsARepairOfNothingButHoles() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 50, update(SCORES, 49)));
        bench.relay(batch(SCORES, 49, 50, update(SCORES, 49)));

        assertThat(bench.listener.positions()).containsExactly(SCORES + "@49");
    }

    @Test
    void closesAGapThatTheRelayFillsBeforeTheReadDoes() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 6));
        bench.log.pause();
        bench.relay(batch(SCORES, 3, 6));
        bench.relay(batch(SCORES, 0, 3));
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 6));

        bench.log.resume();
        bench.thread.runAll();
        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 6));
    }

    @Test
    void holdsNoMoreThanItMayAndReadsTheRestFromTheLog() {
        Bench small = new Bench(
                namespaces(durable("scores")), Samples.properties(DataSize.ofMegabytes(1), DataSize.ofBytes(700)));
        small.log.create(SCORES);
        small.join();
        small.log.append(batch(SCORES, 0, 20));
        small.log.pause();
        for (int from = 2; from < 20; from += 2) {
            small.relay(batch(SCORES, from, from + 2));
        }
        assertThat(small.count("discarded", "reason", "held-full")).isGreaterThan(0);

        small.log.resume();
        small.ticks(2);
        assertThat(small.listener.positions()).isEqualTo(positions(SCORES, 0, 20));
    }

    @Test
    void discardsWhatDoesNotFitTheInboxAndReadsItFromTheLog() {
        Bench small = new Bench(
                namespaces(durable("scores")), Samples.properties(DataSize.ofBytes(700), DataSize.ofMegabytes(1)));
        small.log.create(SCORES);
        small.join();
        for (int from = 0; from < 20; from += 2) {
            small.log.append(batch(SCORES, from, from + 2));
            small.replica.offer(batch(SCORES, from, from + 2));
        }
        small.thread.runAll();
        assertThat(small.count("discarded", "reason", "inbox-full")).isGreaterThan(0);

        small.ticks(2);
        assertThat(small.listener.positions()).isEqualTo(positions(SCORES, 0, 20));
    }

    @Test
    void holdsTheLongerOfTwoBatchesThatBeginAtTheSameOffset() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 8));
        bench.log.pause();
        bench.relay(batch(SCORES, 3, 4));
        bench.relay(batch(SCORES, 3, 8));
        bench.relay(batch(SCORES, 3, 5));
        bench.log.resume();
        bench.thread.runAll();

        assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 8));
        assertThat(bench.log.reads).hasSize(1);
    }

    @Test
    void holdsAsMuchAsBeforeOnceWhatWasHeldIsApplied() {
        Bench small = new Bench(
                namespaces(durable("scores")), Samples.properties(DataSize.ofMegabytes(1), DataSize.ofBytes(700)));
        small.log.create(SCORES);
        small.join();
        for (int from = 0; from < 100; from += 2) {
            small.log.append(batch(SCORES, from, from + 2));
            small.log.pause();
            small.relay(batch(SCORES, from + 1, from + 2));
            small.log.resume();
            small.thread.runAll();
        }

        assertThat(small.listener.positions()).isEqualTo(positions(SCORES, 0, 100));
        assertThat(small.count("discarded", "reason", "held-full")).isZero();
    }

    @Test
    void keepsWhatItKnowsWithinItsBound() {
        ReplicaProperties properties = Samples.properties(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), 5_000);
        Bench small = new Bench(namespaces(durable("scores")), properties);
        small.log.create(SCORES);
        small.join();
        small.publish(batch(SCORES, 0, 200));
        small.tick();

        assertThat(small.gauge("size")).isPositive().isLessThanOrEqualTo(5_000);
        assertThat(small.count("evictions", "reason", "max-size")).isPositive();
        assertThat(small.lastValues("scores.#")).isEqualTo(positions(SCORES, 195, 200));
    }

    @Test
    void doesNotLetARepairOfOneNamespaceStopAnother() {
        bench.join();
        bench.log.append(batch(SCORES, 0, 4));
        bench.log.pause();
        bench.relay(batch(SCORES, 3, 4));
        bench.relay(batch(NEWS, 0, 3));

        assertThat(bench.listener.positions()).isEqualTo(positions(NEWS, 0, 3));
    }

    @Test
    void goesOnAfterAListenerThatThrows() {
        List<Update> taken = new ArrayList<>();
        Bench throwing = new Bench(namespaces(durable("scores")), Samples.properties(), new ReplicaListener() {
            @Override
            public void updated(Update update) {
                taken.add(update);
                throw new IllegalStateException("broken");
            }

            @Override
            public void flushed() {
                throw new IllegalStateException("broken");
            }

            @Override
            public void reset(String namespace) {}
        });
        throwing.log.create(SCORES);
        throwing.join();
        throwing.publish(batch(SCORES, 0, 3));
        throwing.publish(batch(SCORES, 3, 5));

        assertThat(positions(taken)).isEqualTo(positions(SCORES, 0, 5));
    }
}
