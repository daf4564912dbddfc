package io.tidings.replica;

import static io.tidings.replica.Samples.NEWS;
import static io.tidings.replica.Samples.NODE;
import static io.tidings.replica.Samples.NOW;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.SCORES_1;
import static io.tidings.replica.Samples.WINDOW;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.durable;
import static io.tidings.replica.Samples.ephemeral;
import static io.tidings.replica.Samples.namespaces;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.tombstone;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.topic.Batch;
import io.tidings.topic.Cursor;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeId;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.UnknownNamespaceException;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ReplicaTests {

    private final Bench bench = new Bench(namespaces(durable("scores"), durable("news"), ephemeral("cursors")));

    ReplicaTests() {
        bench.log.create(SCORES);
        bench.log.create(NEWS);
    }

    @Nested
    class FollowingALog {

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
            assertThat(small.count("evictions")).isPositive();
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

    @Nested
    class CheckingTheHead {

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

        @Test
        void followsANewPartitionFromItsFirstOffset() {
            bench.join();
            bench.log.append(batch(SCORES_1, 0, 3));
            bench.relay(batch(SCORES_1, 2, 3));
            assertThat(bench.count("discarded", "reason", "unknown-log")).isEqualTo(1);
            bench.tick();

            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES_1, 0, 3));
            assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@-1," + SCORES_1 + "@2");
            assertThat(bench.listener.resets).isEmpty();
        }

        @Test
        void followsNewPartitionsFromTheirFirstOffsetWhateverTheOrderTheyAreSeenIn() {
            bench.join();
            LogId last = Samples.log("scores", 2);
            bench.log.append(batch(last, 0, 2));
            bench.tick();
            assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@-1," + last + "@1");
            bench.log.append(batch(SCORES_1, 0, 2));
            bench.tick();

            assertThat(bench.listener.positions(last)).isEqualTo(positions(last, 0, 2));
            assertThat(bench.listener.positions(SCORES_1)).isEqualTo(positions(SCORES_1, 0, 2));
        }

        @Test
        void followsATopicThatWasMadeAnewFromItsStartAndForgetsTheOldOne() {
            bench.join();
            bench.publish(batch(SCORES, 0, 3));
            LogId anew = new LogId("scores", 0, "0000000b");
            bench.log.remove(SCORES);
            bench.log.append(batch(anew, 0, 2));
            bench.relay(batch(anew, 0, 2));
            bench.tick();

            assertThat(bench.listener.resets).containsExactly("scores");
            assertThat(bench.listener.positions(anew)).isEqualTo(positions(anew, 0, 2));
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(anew, 0, 2));
            assertThat(bench.view("scores.#").cursor()).hasToString(anew + "@1");
            assertThat(bench.count("resets", "reason", "new-epoch")).isEqualTo(1);

            bench.relay(batch(SCORES, 3, 4));
            bench.publish(batch(anew, 2, 3));
            assertThat(bench.listener.positions(SCORES)).isEqualTo(positions(SCORES, 0, 3));
            assertThat(bench.listener.positions(anew)).isEqualTo(positions(anew, 0, 3));
        }

        @Test
        void forgetsThePartitionsThatATopicMadeAnewHasNoMore() {
            bench.log.append(batch(SCORES_1, 0, 2));
            bench.join();
            bench.publish(batch(SCORES, 0, 3));
            LogId anew = new LogId("scores", 0, "0000000b");
            bench.log.remove(SCORES);
            bench.log.remove(SCORES_1);
            bench.log.append(batch(anew, 0, 1));
            bench.ticks(2);

            assertThat(bench.listener.resets).containsExactly("scores");
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(anew, 0, 1));
            assertThat(bench.view("scores.#").cursor()).hasToString(anew + "@0");
        }

        @Test
        void tellsOnceThatATopicWithSeveralPartitionsWasMadeAnewAndHearsAllOfIt() {
            bench.log.create(SCORES_1);
            bench.join();
            bench.log.remove(SCORES);
            bench.log.remove(SCORES_1);
            LogId zero = new LogId("scores", 0, "0000000b");
            LogId one = new LogId("scores", 1, "0000000b");
            bench.log.append(batch(zero, 0, 2));
            bench.log.append(batch(one, 0, 2));
            bench.tick();

            assertThat(bench.listener.resets).containsExactly("scores");
            assertThat(bench.listener.positions(zero)).isEqualTo(positions(zero, 0, 2));
            assertThat(bench.listener.positions(one)).isEqualTo(positions(one, 0, 2));
        }

        @Test
        void ignoresWhatIsStillReadOfALogThatWasBegunAnew() {
            bench.join();
            bench.log.append(batch(SCORES, 0, 3));
            bench.log.pause();
            bench.relay(batch(SCORES, 2, 3));
            bench.tick();
            LogId anew = new LogId("scores", 0, "0000000b");
            bench.log.append(batch(anew, 0, 1));
            bench.log.remove(SCORES);
            bench.log.answer(1);
            bench.thread.runAll();
            bench.log.append(batch(SCORES, 0, 3));
            bench.log.resume();
            bench.thread.runAll();

            assertThat(bench.listener.positions()).isEqualTo(positions(anew, 0, 1));
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(anew, 0, 1));
        }

        @Test
        void ignoresTheWindowsStartOfALogThatWasBegunAnew() {
            bench.log.append(batch(SCORES, 0, 3));
            bench.replica.start();
            bench.log.pause();
            bench.tick();
            bench.log.answer(0);
            bench.thread.runAll();
            bench.tick();
            LogId anew = new LogId("scores", 0, "0000000b");
            bench.log.append(batch(anew, 0, 1));
            bench.log.remove(SCORES);
            bench.log.answer(bench.log.pending() - 1);
            bench.thread.runAll();
            bench.log.append(batch(SCORES, 0, 3));
            bench.log.resume();
            bench.thread.runAll();

            assertThat(bench.log.reads).doesNotContain(SCORES + "[0,3)").contains(anew + "[0,1)");
        }

        @Test
        void readsALogThatLostItsEndBackAndTellsIt() {
            bench.join();
            bench.publish(batch(SCORES, 0, 10));
            bench.log.truncate(SCORES, 4);
            bench.tick();
            assertThat(bench.listener.resets).isEmpty();
            bench.tick();

            assertThat(bench.listener.resets).containsExactly("scores");
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 0, 4));
            assertThat(bench.count("resets", "reason", "truncated")).isEqualTo(1);

            bench.log.append(update(SCORES, 4, "other"));
            bench.relay(batch(SCORES, 4, 5, update(SCORES, 4, "other")));
            assertThat(bench.lastValues("scores.other")).containsExactly(SCORES + "@4");
        }

        @Test
        void letsViewsWaitUntilALogThatLostItsEndIsReadBack() {
            bench.join();
            bench.publish(batch(SCORES, 0, 10));
            bench.log.truncate(SCORES, 4);
            bench.tick();
            bench.log.pause();
            bench.tick();
            bench.log.answer(0);
            bench.thread.runAll();
            assertThat(bench.listener.resets).containsExactly("scores");
            List<View> views = new ArrayList<>();
            bench.replica.view(new TopicPattern("scores.#"), views::add, failure -> {});
            bench.thread.runAll();
            assertThat(views).isEmpty();

            bench.log.resume();
            bench.thread.runAll();
            assertThat(views)
                    .singleElement()
                    .extracting(view -> view.cursor().toString())
                    .isEqualTo(SCORES + "@3");
        }

        @Test
        void doesNotTakeAnAnswerThatWasUnderWayForALostEnd() {
            bench.join();
            bench.publish(batch(SCORES, 0, 2));
            bench.log.pause();
            for (int round = 0; round < 3; round++) {
                bench.tick();
                long from = 2 + round * 2;
                bench.publish(batch(SCORES, from, from + 2));
                bench.log.truncate(SCORES, from);
                bench.log.answer(0);
                bench.thread.runAll();
                bench.log.append(batch(SCORES, from, from + 2));
            }

            assertThat(bench.listener.resets).isEmpty();
        }

        @Test
        void doesNotBelieveASingleShortAnswer() {
            bench.join();
            bench.publish(batch(SCORES, 0, 4));
            for (int round = 0; round < 4; round++) {
                bench.log.truncate(SCORES, 2);
                bench.tick();
                bench.log.append(batch(SCORES, 2, 4));
                bench.tick();
            }

            assertThat(bench.listener.resets).isEmpty();
            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 4));
        }

        @Test
        void countsAndTellsWhatRetentionRemovedBeforeItWasRead() {
            bench.join();
            bench.log.append(batch(SCORES, 0, 10));
            bench.log.retain(SCORES, 6);
            bench.relay(batch(SCORES, 9, 10));

            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 6, 10));
            assertThat(bench.listener.resets).containsExactly("scores");
            assertThat(bench.count("unproven")).isEqualTo(1);
        }
    }

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
    class Joining {

        @Test
        void readsEachLogBackOverTheWindowAndIsReadyOnlyThen() {
            long old = NOW.minus(WINDOW).toEpochMilli() - 1;
            bench.log.append(batch(SCORES, 0, 1, update(SCORES, 0, "old", old)));
            bench.log.append(batch(SCORES, 1, 4));
            bench.log.append(batch(NEWS, 0, 2));
            bench.replica.start();
            assertThat(bench.replica.isReady()).isFalse();
            bench.ticks(2);

            assertThat(bench.replica.isReady()).isTrue();
            assertThat(bench.log.reads).containsExactlyInAnyOrder(SCORES + "[1,4)", NEWS + "[0,2)");
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 1, 4));
            assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@3");
            assertThat(bench.listener.updates).isEmpty();
        }

        @Test
        void waitsForAPartitionThatTheFirstAnswerLeavesOutAndReadsItBackToo() {
            bench.log.remove(SCORES);
            bench.log.append(batch(SCORES_1, 0, 2));
            bench.join();
            bench.ticks(3);
            assertThat(bench.replica.isReady()).isFalse();

            bench.log.append(batch(SCORES, 0, 2));
            bench.ticks(2);
            assertThat(bench.replica.isReady()).isTrue();
            assertThat(bench.listener.updates).isEmpty();
            assertThat(bench.view("scores.#").lastValues()).hasSize(2);
        }

        @Test
        void keepsALogThatALaterAnswerLeavesOut() {
            bench.join();
            bench.publish(batch(SCORES, 0, 2));
            bench.log.remove(SCORES);
            bench.ticks(3);
            bench.relay(batch(SCORES, 2, 3));

            assertThat(bench.listener.positions()).isEqualTo(positions(SCORES, 0, 3));
            assertThat(bench.listener.resets).isEmpty();
        }

        @Test
        void isReadyWithoutLogsToRead() {
            Bench none = new Bench(namespaces(ephemeral("cursors"))).join();

            assertThat(none.replica.isReady()).isTrue();
            assertThat(none.log.headQuestions).isEmpty();
        }

        @Test
        void goesLiveWithoutHoleOrDoubleWhereTheRelayMeetsTheReadBack() {
            bench.log.append(batch(SCORES, 0, 10));
            bench.replica.start();
            bench.log.pause();
            bench.tick();
            bench.log.answer(0);
            bench.thread.runAll();
            bench.publish(batch(SCORES, 10, 12));
            bench.publish(batch(SCORES, 12, 13));
            bench.log.resume();
            bench.thread.runAll();

            assertThat(bench.view("scores.#").cursor()).hasToString(SCORES + "@12");
            bench.publish(batch(SCORES, 13, 14));
            assertThat(bench.listener.positions(SCORES))
                    .endsWith(SCORES + "@13")
                    .doesNotHaveDuplicates();
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 9, 14));
        }

        @Test
        void letsViewsWaitAndAnswersThemInOrder() {
            bench.replica.start();
            List<String> answered = new ArrayList<>();
            for (String key : List.of("a", "b", "c")) {
                bench.replica.view(
                        new TopicPattern("scores." + key), view -> answered.add(key), failure -> answered.add("none"));
            }
            bench.thread.runAll();
            assertThat(answered).isEmpty();
            bench.ticks(2);

            assertThat(answered).containsExactly("a", "b", "c");
        }

        @Test
        void isNotReadyWhileTheLogIsDownAndJoinsWhenItIsBack() {
            bench.log.fail(true);
            bench.replica.start();
            bench.ticks(10);
            assertThat(bench.replica.isReady()).isFalse();

            bench.log.fail(false);
            bench.ticks(8);
            assertThat(bench.replica.isReady()).isTrue();
        }

        @Test
        void triesAgainWhenReadingBackFails() {
            bench.log.append(batch(SCORES, 0, 10));
            bench.replica.start();
            bench.log.pause();
            bench.tick();
            bench.log.answer(0);
            bench.thread.runAll();
            bench.log.fail(true);
            bench.log.resume();
            bench.thread.runAll();
            assertThat(bench.replica.isReady()).isFalse();

            bench.log.fail(false);
            bench.ticks(6);
            assertThat(bench.replica.isReady()).isTrue();
            assertThat(bench.lastValues("scores.#")).isEqualTo(positions(SCORES, 5, 10));
        }

        @Test
        void staysReadyWhenTheLogGoesDownLater() {
            bench.join();
            bench.log.fail(true);
            bench.ticks(20);

            assertThat(bench.replica.isReady()).isTrue();
        }

        @Test
        void joinsANamespaceThatComesUpByTheDefaultWhenItIsTouched() {
            Bench open = new Bench(new Namespaces(List.of(), Samples::durable)).join();
            open.log.append(batch(SCORES, 0, 2));
            assertThat(open.replica.isReady()).isTrue();
            List<View> views = new ArrayList<>();
            open.replica.view(new TopicPattern("scores.#"), views::add, failure -> {});
            open.ticks(2);

            assertThat(views)
                    .singleElement()
                    .satisfies(view -> assertThat(positions(view.lastValues())).isEqualTo(positions(SCORES, 0, 2)));
        }
    }

    @Nested
    class Viewing {

        @Test
        void showsWhatWasAppliedBeforeAndNothingThatComesAfter() {
            bench.join();
            bench.log.append(batch(SCORES, 0, 4));
            List<View> views = new ArrayList<>();
            List<Integer> told = new ArrayList<>();
            bench.replica.offer(batch(SCORES, 0, 2));
            bench.replica.view(
                    new TopicPattern("scores.#"),
                    view -> {
                        views.add(view);
                        told.add(bench.listener.updates.size());
                    },
                    failure -> {});
            bench.replica.offer(batch(SCORES, 2, 4));
            bench.thread.runAll();

            assertThat(positions(views.get(0).lastValues())).isEqualTo(positions(SCORES, 0, 2));
            assertThat(views.get(0).cursor()).hasToString(SCORES + "@1");
            assertThat(told).containsExactly(2);
            assertThat(bench.listener.updates).hasSize(4);
        }

        @Test
        void neverShowsAnOldViewAgainOnceSomethingWasApplied() {
            bench.join();
            bench.publish(batch(SCORES, 0, 1));
            assertThat(bench.lastValues("scores.#")).hasSize(1);
            assertThat(bench.view("scores.#")).isSameAs(bench.view("scores.#"));
            bench.publish(batch(SCORES, 1, 2));

            assertThat(bench.lastValues("scores.#")).hasSize(2);
        }

        @Test
        void leavesOutTopicsThatWereCleared() {
            bench.join();
            bench.publish(batch(SCORES, 0, 3));
            bench.publish(batch(SCORES, 3, 4, tombstone(SCORES, 3, "t1")));

            assertThat(bench.lastValues("scores.#")).containsExactly(SCORES + "@0", SCORES + "@2");
        }

        @Test
        void isEmptyForAnEphemeralNamespace() {
            bench.join();
            bench.relay(batch(NODE, 0, 2));

            assertThat(bench.view("cursors.#")).isEqualTo(new View(List.of(), Cursor.of(Map.of())));
        }

        @Test
        void refusesAnUnknownNamespaceAtOnce() {
            assertThatThrownBy(() -> bench.replica.view(new TopicPattern("unknown.#"), view -> {}, failure -> {}))
                    .isInstanceOf(UnknownNamespaceException.class);
        }

        @Test
        void refusesWhatIsTooMuch() {
            bench.join();
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                bench.replica.view(
                        new TopicPattern("scores.a"), view -> {}, failure -> refused.add(failure.getMessage()));
            }

            assertThat(refused).hasSize(2).first().isEqualTo("view of 'scores.a': too many wait already");
            assertThatThrownBy(() -> bench.replica.execute(() -> {})).isInstanceOf(ReplicaUnavailableException.class);
        }

        @Test
        void refusesTooManyThatWaitForANamespace() {
            bench.replica.start();
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                bench.replica.view(
                        new TopicPattern("scores.a"), view -> {}, failure -> refused.add(failure.getMessage()));
                bench.thread.runAll();
            }

            assertThat(refused).hasSize(2);
        }

        @Test
        void refusesWhatHasWaitedTooLong() {
            bench.log.fail(true);
            bench.replica.start();
            List<String> refused = new ArrayList<>();
            bench.replica.view(new TopicPattern("scores.a"), view -> {}, failure -> refused.add(failure.getMessage()));
            bench.thread.runAll();
            bench.ticks(10);
            assertThat(refused).isEmpty();
            bench.ticks(1);

            assertThat(refused).containsExactly("view of 'scores.a': its namespace has not joined in time");
        }

        @Test
        void refusesAllOnceItIsStopped() {
            bench.replica.start();
            List<String> refused = new ArrayList<>();
            TopicPattern pattern = new TopicPattern("scores.a");
            bench.replica.view(pattern, view -> {}, failure -> refused.add("waiting"));
            bench.thread.runAll();
            bench.replica.view(pattern, view -> {}, failure -> refused.add("queued"));
            bench.replica.stop();
            bench.replica.view(pattern, view -> {}, failure -> refused.add("late"));
            bench.replica.execute(() -> refused.add("never"));

            assertThat(refused).containsExactlyInAnyOrder("waiting", "queued", "late");
            assertThat(bench.replica.isReady()).isFalse();
            assertThatThrownBy(bench.replica::start).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void tellsTheLastValueOfATopic() {
            bench.join();
            bench.publish(batch(SCORES, 0, 1));
            CompletableFuture<Optional<Update>> known = bench.replica.last(new Topic("scores.t0"));
            CompletableFuture<Optional<Update>> unknown = bench.replica.last(new Topic("scores.none"));
            bench.thread.runAll();

            assertThat(known.join())
                    .hasValueSatisfying(update -> assertThat(update.position()).hasToString(SCORES + "@0"));
            assertThat(unknown.join()).isEmpty();
        }

        @Test
        void runsTasksInOrderWithUpdates() {
            bench.join();
            List<Integer> told = new ArrayList<>();
            bench.replica.offer(batch(SCORES, 0, 1));
            bench.replica.execute(() -> told.add(bench.listener.updates.size()));
            bench.replica.offer(batch(SCORES, 1, 2));
            bench.replica.execute(() -> told.add(bench.listener.updates.size()));
            bench.thread.runAll();

            assertThat(told).containsExactly(1, 2);
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
