package io.tidings.replica;

import static io.tidings.replica.Samples.NEWS;
import static io.tidings.replica.Samples.NODE;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Batch;
import io.tidings.topic.NodeId;
import io.tidings.topic.Update;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReplicaTests {

    private final Bench bench = Bench.following();

    @Nested
    class NotBelievingTheRelay {

        @Test
        void discardsARangeFarPastTheHeadThatIsKnown() {
            bench.join();
            bench.relay(batch(SCORES, 0, 1_000_000, update(SCORES, 5)));
            bench.relay(batch(SCORES, 999_999, 1_000_000));
            assertThat(bench.listener.positions()).isEmpty();
            assertThat(bench.count("discarded", "reason", "implausible")).isEqualTo(2);
            assertThat(bench.log.reads).isEmpty();

            bench.publish(batch(SCORES, 0, 3));
            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 3));
        }

        @Test
        void believesALargeHoleThatTheLogHasConfirmed() {
            bench.join();
            Batch mostlyHoles = batch(SCORES, 0, 1_000_000, update(SCORES, 999_999));
            bench.log.append(mostlyHoles);
            bench.tick();
            bench.relay(mostlyHoles);

            assertThat(bench.listener.positions()).containsExactly(SCORES + "@999999");
        }

        @Test
        void beginsALogAnewThatARangePastTheHeadHasTakenTooFar() {
            bench.join();
            bench.publish(batch(SCORES, 0, 2));
            bench.relay(batch(SCORES, 2, 60, update(SCORES, 50)));
            bench.publish(batch(SCORES, 2, 4));
            bench.ticks(2);

            assertThat(bench.listener.resets).containsExactly("scores");
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 0, 4));
            bench.publish(batch(SCORES, 4, 6));
            assertThat(bench.listener.positions()).endsWith(SCORES + "@4", SCORES + "@5");
        }

        @Test
        void discardsAHeldBatchThatTheHeadDisproves() {
            bench.join();
            bench.log.append(batch(SCORES, 0, 2));
            bench.relay(batch(SCORES, 40, 50));
            bench.ticks(4);
            assertThat(bench.count("discarded", "reason", "implausible")).isEqualTo(1);
            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 2));

            bench.log.append(batch(SCORES, 2, 60));
            bench.relay(batch(SCORES, 2, 60));
            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 60));
        }

        @Test
        void keepsAHeldBatchThatCameAfterTheQuestion() {
            bench.join();
            bench.log.pause();
            bench.tick();
            bench.log.append(batch(SCORES, 0, 10));
            bench.relay(batch(SCORES, 5, 10));
            bench.log.truncate(SCORES, 0);
            bench.log.answer(0);
            bench.thread.runAll();
            bench.log.append(batch(SCORES, 0, 10));
            bench.log.resume();
            bench.thread.runAll();

            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 10));
            assertThat(bench.log.reads).containsExactly(SCORES + "[0,5)");
            assertThat(bench.count("discarded", "reason", "implausible")).isZero();
        }

        @Test
        void discardsWhatNoNamespaceOrTheWrongKindOfSourceSends() {
            bench.join();
            bench.relay(batch(Samples.log("unknown", 0), 0, 1));
            bench.relay(batch(Samples.log("cursors", 0), 0, 1));
            bench.relay(batch(new NodeId("scores", "node-1"), 0, 1));

            assertThat(bench.listener.updates).isEmpty();
            assertThat(bench.count("discarded", "reason", "unknown-namespace")).isEqualTo(1);
            assertThat(bench.count("discarded", "reason", "wrong-source")).isEqualTo(2);
        }
    }

    @Nested
    class PassingOnCanaries {

        @Test
        void tellsOfThemAndKeepsNothing() {
            bench.join();
            bench.publish(batch(SCORES, 0, 3, update(SCORES, 0), canary(1), canary(2)));

            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 3));
            assertThat(bench.lastValues("scores.@%25canary")).isEmpty();
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 0, 1));
            assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@2");
            bench.tick();
            assertThat(bench.gauge("topics")).isOne();
        }

        @Test
        void tellsOfNoneThatIsReadBack() {
            bench.log.append(batch(SCORES, 0, 2, update(SCORES, 0), canary(1)));
            bench.join();

            assertThat(bench.listener.positions()).isEmpty();
            assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@1");
        }

        private Update canary(long offset) {
            return update(SCORES, offset, "@%canary");
        }
    }

    @Nested
    class PassingOnWhatIsEphemeral {

        @Test
        void appliesItAsItComesAndDropsDoubles() {
            bench.join();
            bench.relay(batch(NODE, 0, 2));
            bench.relay(batch(NODE, 0, 2));
            bench.relay(batch(NODE, 1, 3));
            bench.relay(batch(NODE, 5, 6));
            bench.relay(batch(NODE, 2, 3));

            assertThat(bench.listener.positions()).containsExactly(NODE + "@0", NODE + "@1", NODE + "@2", NODE + "@5");
            assertThat(bench.log.reads).isEmpty();
        }

        @Test
        void remembersTheRunningNumbersOfTheNodesHeardOfLast() {
            bench.join();
            for (int node = 0; node < 4; node++) {
                bench.relay(batch(new NodeId("cursors", "node-" + node), 0, 1));
            }
            bench.relay(batch(new NodeId("cursors", "node-3"), 0, 1));
            assertThat(bench.listener.updates).hasSize(4);

            bench.relay(batch(new NodeId("cursors", "node-0"), 0, 1));
            assertThat(bench.listener.updates).hasSize(5);
        }
    }

    @Test
    void hasOneListener() {
        assertThatThrownBy(() -> bench.replica.listen(new RecordingListener()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void showsHowItStands() {
        bench.log.append(batch(SCORES, 0, 3));
        bench.join();
        bench.log.append(batch(NEWS, 0, 3));
        bench.log.pause();
        bench.tick();
        bench.log.answer(0);
        bench.thread.runAll();
        bench.tick();

        assertThat(bench.gauge("logs")).isEqualTo(2);
        assertThat(bench.gauge("logs.joined")).isEqualTo(2);
        assertThat(bench.gauge("logs.behind")).isEqualTo(1);
        assertThat(bench.gauge("topics")).isEqualTo(3);
        assertThat(bench.gauge("size")).isGreaterThan(0);
        assertThat(bench.gauge("inbox")).isZero();
        bench.replica.offer(batch(NEWS, 0, 3));
        assertThat(bench.gauge("inbox")).isGreaterThan(0);
    }
}
