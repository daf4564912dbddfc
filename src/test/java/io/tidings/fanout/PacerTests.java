package io.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Update;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PacerTests {

    private static final long INTERVAL = 1_000;

    private final Pacer pacer = new Pacer(INTERVAL, 3);

    @Test
    void letsTheFirstOfAQuietTopicThroughAtOnce() {
        pacer.add(List.of(update("scores.a", 1), update("scores.b", 2)));

        assertThat(offsets(pacer.take(0))).containsExactly(1L, 2L);
    }

    @Test
    void letsTheNewestThroughWhenTheIntervalEnds() {
        pacer.add(List.of(update("scores.a", 1)));
        pacer.take(0);

        assertThat(pacer.add(List.of(update("scores.a", 2), update("scores.a", 3))))
                .isEqualTo(1);
        assertThat(pacer.take(INTERVAL - 1)).isEmpty();
        assertThat(pacer.nextNanos()).isEqualTo(INTERVAL);
        assertThat(offsets(pacer.take(INTERVAL))).containsExactly(3L);
        assertThat(pacer.take(2 * INTERVAL)).isEmpty();
    }

    @Test
    void countsTheIntervalFromWhenTheLastWasLetThrough() {
        pacer.add(List.of(update("scores.a", 1)));
        pacer.take(0);
        pacer.add(List.of(update("scores.a", 2)));
        pacer.take(INTERVAL + 500);
        pacer.add(List.of(update("scores.a", 3)));

        assertThat(pacer.take(2 * INTERVAL + 499)).isEmpty();
        assertThat(offsets(pacer.take(2 * INTERVAL + 500))).containsExactly(3L);
    }

    @Test
    void sendsOnlyTheNewestOfADrain() {
        assertThat(pacer.add(List.of(update("scores.a", 1), update("scores.b", 2), update("scores.a", 3))))
                .isEqualTo(1);

        assertThat(offsets(pacer.take(0))).containsExactly(2L, 3L);
    }

    @Test
    void keepsTheOrderInWhichTheyCame() {
        pacer.add(List.of(update("scores.a", 1), update("scores.b", 2)));
        pacer.take(0);
        pacer.add(List.of(update("scores.b", 3), update("scores.a", 4), update("scores.c", 5)));

        assertThat(offsets(pacer.take(INTERVAL))).containsExactly(3L, 4L, 5L);
    }

    @Test
    void forgetsTopicsThatAreQuiet() {
        pacer.add(List.of(update("scores.a", 1)));
        pacer.take(0);
        assertThat(pacer.isRunning()).isTrue();

        pacer.take(INTERVAL);
        assertThat(pacer.isRunning()).isFalse();
    }

    @Test
    void letsTopicsOverItsBoundThroughUnwatched() {
        pacer.add(LongStream.range(0, 5)
                .mapToObj(topic -> update("scores.t" + topic, topic))
                .toList());
        pacer.take(0);
        pacer.add(List.of(update("scores.t0", 5), update("scores.t4", 6)));

        assertThat(offsets(pacer.take(1))).containsExactly(6L);
        assertThat(offsets(pacer.take(INTERVAL))).containsExactly(5L);
    }

    @Test
    void tellsWhatIsNewToWhoeverJoinedInBetween() {
        pacer.add(List.of(update("scores.a", 1)));
        pacer.take(0);
        pacer.add(List.of(update("scores.a", 2)));
        pacer.take(1);
        long joined = pacer.number();
        assertThat(pacer.isWaiting(joined)).isTrue();
        pacer.add(List.of(update("scores.b", 3)));
        assertThat(offsets(pacer.take(2))).containsExactly(3L);
        assertThat(offsets(pacer.passedAfter(joined))).containsExactly(3L);
        assertThat(pacer.isWaiting(joined)).isTrue();

        assertThat(offsets(pacer.take(INTERVAL))).containsExactly(2L);
        assertThat(pacer.passedAfter(joined)).isEmpty();
        assertThat(pacer.isWaiting(joined)).isFalse();
    }

    private static Update update(String topic, long offset) {
        return Updates.update(topic, offset, "x");
    }

    private static List<Long> offsets(List<Update> updates) {
        return updates.stream().map(update -> update.position().offset()).toList();
    }
}
