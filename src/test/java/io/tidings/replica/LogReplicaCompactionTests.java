package io.tidings.replica;

import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.batch;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What can be proven of a log from which compaction takes updates. */
class LogReplicaCompactionTests {

    private static final Duration KEPT = Duration.ofMinutes(5);

    private final FollowedLog scores = new FollowedLog(SCORES);

    @Test
    void readsBackFromTheBeginningAndKnowsFromWhereOnTheLogIsWhole() {
        scores.log.append(batch(SCORES, 0, 10));
        scores.log.takeAway(SCORES, 1);
        scores.log.compact(SCORES, KEPT, 6);
        scores.follow();

        assertThat(positions(scores.read)).isEqualTo(positions(SCORES, 0, 10, 1));
        assertThat(scores.isJoined()).isTrue();
        assertThat(scores.edge()).isEqualTo(5);
        assertThat(scores.unproven).isEmpty();
    }

    @Test
    void asksForTheProofOnceAllIsReadAndJoinsWithTheAnswer() {
        scores.log.append(batch(SCORES, 0, 3));
        scores.log.compact(SCORES, KEPT, 0);
        scores.log.pause();
        scores.follow();
        scores.answer(0);
        scores.answer(0);
        scores.answer(0);
        scores.answer(0);
        scores.log.compact(SCORES, KEPT, 2);
        scores.answer(0);
        assertThat(positions(scores.read)).isEqualTo(positions(SCORES, 0, 3));
        assertThat(scores.isJoined()).isFalse();

        scores.answer(0);
        assertThat(scores.isJoined()).isTrue();
        assertThat(scores.edge()).isEqualTo(1);
    }

    @Test
    void asksAgainWhenTheProofFails() {
        scores.log.append(batch(SCORES, 0, 3));
        scores.log.compact(SCORES, KEPT, 2);
        scores.log.failProofs(true);
        scores.follow();
        scores.checks(3);
        assertThat(scores.isJoined()).isFalse();

        scores.log.failProofs(false);
        scores.checks(5);
        assertThat(scores.isJoined()).isTrue();
        assertThat(scores.edge()).isEqualTo(1);
        assertThat(scores.log.reads).containsExactly(SCORES + "[0,3)");
    }

    @Test
    void tellsOfHolesInWhatItReadsAfterBeingAwayForLongerThanAllIsKept() {
        joinCompacted();
        scores.clock.advance(KEPT.plusSeconds(1));
        scores.log.append(batch(SCORES, 3, 12));
        scores.log.takeAway(SCORES, 4);
        scores.checks(3);

        assertThat(positions(scores.live)).isEqualTo(positions(SCORES, 0, 12, 4));
        assertThat(scores.unproven).containsExactly(12L);
        assertThat(scores.edge()).isEqualTo(11);

        scores.publish(batch(SCORES, 12, 15, update(SCORES, 13)));
        scores.checks(2);
        assertThat(scores.unproven).hasSize(1);
        assertThat(scores.edge()).isEqualTo(11);
    }

    @Test
    void knowsTheEdgeBeforeAllOfTheStretchIsRead() {
        joinCompacted();
        scores.clock.advance(KEPT.plusSeconds(1));
        scores.log.append(batch(SCORES, 3, 12));
        scores.log.takeAway(SCORES, 4);
        scores.check();
        scores.log.pause();
        scores.check();
        scores.answer(0);
        scores.answer(0);

        assertThat(positions(scores.live)).isEqualTo(positions(SCORES, 0, 7, 4));
        assertThat(scores.edge()).isEqualTo(6);
        assertThat(scores.unproven).isEmpty();
        scores.resume();
        assertThat(scores.unproven).containsExactly(12L);
    }

    @Test
    void tellsNothingWhereNothingIsMissingHoweverLongItWasAway() {
        joinCompacted();
        scores.clock.advance(KEPT.multipliedBy(10));
        scores.log.append(batch(SCORES, 3, 12));
        scores.checks(3);

        assertThat(positions(scores.live)).isEqualTo(positions(SCORES, 0, 12));
        assertThat(scores.unproven).isEmpty();
        assertThat(scores.edge()).isEqualTo(-1);
    }

    @Test
    void takesHolesForMarkersWhereItWasAwayForLessThanAllIsKept() {
        joinCompacted();
        scores.clock.advance(KEPT.minusSeconds(1));
        scores.log.append(batch(SCORES, 3, 12));
        scores.log.takeAway(SCORES, 4);
        scores.checks(3);

        assertThat(scores.unproven).isEmpty();
        assertThat(scores.edge()).isEqualTo(-1);
    }

    @Test
    void isNotMisledByAClockThatIsSet() {
        joinCompacted();
        scores.clock.step(KEPT.multipliedBy(2));
        scores.log.append(batch(SCORES, 3, 12, update(SCORES, 5)));
        scores.checks(3);
        assertThat(scores.unproven).isEmpty();

        scores.clock.advance(KEPT.multipliedBy(2));
        scores.clock.step(KEPT.multipliedBy(-2));
        scores.log.append(batch(SCORES, 12, 20, update(SCORES, 15)));
        scores.checks(3);
        assertThat(scores.unproven).containsExactly(20L);
    }

    @Test
    void doubtsWhatTheRelayBringsLateAsWell() {
        joinCompacted();
        scores.clock.advance(KEPT.plusSeconds(1));
        scores.log.append(batch(SCORES, 3, 12, update(SCORES, 3), update(SCORES, 11)));
        scores.relay(batch(SCORES, 3, 6, update(SCORES, 3)));
        assertThat(scores.edge()).isEqualTo(5);
        assertThat(scores.unproven).isEmpty();

        scores.checks(3);
        assertThat(scores.unproven).containsExactly(12L);
        assertThat(scores.edge()).isEqualTo(11);
    }

    @Test
    void tellsNothingMoreThanOnceWhileTheLogCannotBeAsked() {
        joinCompacted();
        scores.log.fail(true);
        long next = 3;
        for (int minute = 0; minute < 20; minute++) {
            scores.clock.advance(Duration.ofMinutes(1));
            scores.publish(batch(SCORES, next, next + 3, update(SCORES, next + 1)));
            scores.check();
            next += 3;
        }
        assertThat(scores.live).hasSize(23);
        assertThat(scores.unproven).isEmpty();
        assertThat(scores.edge()).isEqualTo(next - 1);

        scores.log.fail(false);
        scores.checks(3);
        assertThat(scores.unproven).containsExactly(next);
    }

    @Test
    void staysSureWhileItIsAtTheHeadHoweverLongThatLasts() {
        joinCompacted();
        long next = 3;
        for (int minute = 0; minute < 20; minute++) {
            scores.clock.advance(Duration.ofMinutes(1));
            scores.publish(batch(SCORES, next, next + 3, update(SCORES, next + 1)));
            scores.check();
            next += 3;
        }

        assertThat(scores.unproven).isEmpty();
        assertThat(scores.edge()).isEqualTo(-1);
    }

    @Test
    void doesNotDoubtWithinSecondsWhereNothingIsPromised() {
        scores.log.append(batch(SCORES, 0, 3));
        scores.log.compact(SCORES, Duration.ZERO, 3);
        scores.follow();
        scores.check();
        assertThat(scores.edge()).isEqualTo(2);

        scores.clock.advance(Duration.ofSeconds(4));
        scores.publish(batch(SCORES, 3, 6, update(SCORES, 4)));
        scores.check();
        assertThat(scores.unproven).isEmpty();

        scores.clock.advance(Duration.ofSeconds(6));
        scores.publish(batch(SCORES, 6, 9, update(SCORES, 8)));
        scores.check();
        assertThat(scores.unproven).containsExactly(9L);
    }

    @Test
    void tellsNobodyWhatRetentionRemovesWhileItReadsBack() {
        scores.log.append(batch(SCORES, 0, 10));
        scores.log.pause();
        scores.follow();
        scores.answer(0);
        scores.answer(0);
        scores.log.retain(SCORES, 6);
        scores.resume();

        assertThat(scores.isJoined()).isTrue();
        assertThat(positions(scores.read)).isEqualTo(positions(SCORES, 6, 10));
        assertThat(scores.edge()).isEqualTo(5);
        assertThat(scores.unproven).isEmpty();
    }

    @Test
    void joinsThoughRetentionRemovesAllBeforeItIsRead() {
        scores.log.append(batch(SCORES, 0, 10));
        scores.log.pause();
        scores.follow();
        scores.answer(0);
        scores.log.retain(SCORES, 10);
        scores.resume();

        assertThat(scores.isJoined()).isTrue();
        assertThat(scores.edge()).isEqualTo(9);
        assertThat(scores.unproven).isEmpty();
    }

    @Test
    void readsAllThatCameAfterItsBeginningHoweverOldItSaysThatItIs() {
        scores.log.append(batch(SCORES, 0, 3));
        scores.clock.advance(Samples.WINDOW.plusSeconds(1));
        scores.log.pause();
        scores.follow();
        scores.answer(0);
        scores.log.append(update(SCORES, 3));
        scores.answer(0);
        scores.log.append(update(SCORES, 4));
        scores.resume();
        scores.checks(2);

        assertThat(positions(scores.live)).isEqualTo(positions(SCORES, 3, 5));
        assertThat(scores.edge()).isEqualTo(2);
    }

    private void joinCompacted() {
        scores.log.compact(SCORES, KEPT, 0);
        scores.follow();
        scores.publish(batch(SCORES, 0, 3));
        scores.check();
        assertThat(positions(scores.live)).isEqualTo(positions(SCORES, 0, 3));
    }
}
