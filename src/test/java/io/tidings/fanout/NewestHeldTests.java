package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NewestHeldTests {

    private static final long INTERVAL = 1_000;

    private final AtomicLong conflated = new AtomicLong();

    private final NewestHeld unpaced = new NewestHeld(0, 2, conflated::addAndGet);

    private final NewestHeld paced = new NewestHeld(INTERVAL, 100, conflated::addAndGet);

    @Test
    void keepsTheNewestOfEachTopicInTheOrderOfTheirOffsets() {
        unpaced.add(List.of(update("scores.a", 1), update("scores.b", 2), update("scores.a", 3)), 0);
        unpaced.add(List.of(update("scores.b", 4), update("scores.a", 5)), 1);

        assertThat(unpaced.ready(1)).isEqualTo(2);
        assertThat(all(unpaced, 1)).containsExactly(4L, 5L);
        assertThat(conflated).hasValue(3);
        assertThat(unpaced.isResting()).isFalse();
    }

    @Test
    void takesATombstoneForTheNewest() {
        Update tombstone = new Update(
                update("scores.a", 2).topic(), update("scores.a", 2).position(), 0, null, java.util.Map.of(), null);
        unpaced.add(List.of(update("scores.a", 1), tombstone), 0);

        assertThat(unpaced.poll(0)).isSameAs(tombstone);
    }

    @Test
    void isFullPastItsBoundOfTopics() {
        assertThat(unpaced.add(List.of(update("scores.a", 1), update("scores.b", 2), update("scores.a", 3)), 0))
                .isTrue();
        assertThat(unpaced.add(List.of(update("scores.c", 4)), 0)).isFalse();
    }

    @Test
    void isInStepAfterWhatItSentInTime() {
        paced.add(List.of(update("scores.a", 1)), 0);

        assertThat(all(paced, INTERVAL / 10)).containsExactly(1L);
        assertThat(paced.isResting()).isFalse();
    }

    @Test
    void hasATopicRestThatItSentLateUntilTheOneAfterTheNext() {
        paced.add(List.of(update("scores.a", 1)), 0);
        assertThat(all(paced, 500)).containsExactly(1L);
        assertThat(paced.isResting()).isTrue();

        paced.add(List.of(update("scores.a", 2)), 1_000);
        assertThat(paced.ready(1_000)).isZero();
        paced.add(List.of(update("scores.a", 3)), 2_000);

        assertThat(all(paced, 2_000)).containsExactly(3L);
        assertThat(paced.isResting()).isFalse();
        assertThat(conflated).hasValue(1);
    }

    @Test
    void sendsWhatRestedAloneWhereNoneComesAfterIt() {
        paced.add(List.of(update("scores.a", 1)), 0);
        assertThat(all(paced, 500)).containsExactly(1L);
        paced.add(List.of(update("scores.a", 2)), 1_000);

        long until = paced.restsUntilNanos();
        assertThat(until).isGreaterThan(2_000);
        assertThat(all(paced, until - 1)).isEmpty();
        assertThat(all(paced, until)).containsExactly(2L);
        // That was late too.
        paced.add(List.of(update("scores.a", 3)), until + 1);
        assertThat(all(paced, until + 1)).isEmpty();
    }

    @Test
    void isInStepOnceNothingCameForAnInterval() {
        paced.add(List.of(update("scores.a", 1)), 0);
        assertThat(all(paced, 500)).containsExactly(1L);

        assertThat(paced.ready(paced.restsUntilNanos())).isZero();
        assertThat(paced.isResting()).isFalse();
    }

    private static List<Long> all(Held held, long nowNanos) {
        List<Long> offsets = new ArrayList<>();
        for (Update update = held.poll(nowNanos); update != null; update = held.poll(nowNanos)) {
            offsets.add(update.position().offset());
        }
        return offsets;
    }

    private static Update update(String topic, long offset) {
        return Updates.update(topic, offset, "x");
    }
}
