package io.tidings.replica;

import static io.tidings.replica.Samples.NOW;
import static io.tidings.replica.Samples.SCORES;
import static io.tidings.replica.Samples.positions;
import static io.tidings.replica.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.topic.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A history is what a plain queue of its updates is. */
class HistoryTests {

    private final Random random = new Random(4);

    private final History history = new History();

    private final Deque<Update> expected = new ArrayDeque<>();

    private long offset;

    @Test
    void isAQueueThatGrowsAndShrinksAnywhereInItsRing() {
        for (int round = 0; round < 200; round++) {
            int most = random.nextInt(40);
            while (expected.size() < most) {
                add();
            }
            int least = random.nextInt(most + 1);
            while (expected.size() > least) {
                removeOldest();
            }
            assertSame();
        }
        assertThat(offset).isGreaterThan(1_000);
    }

    @Test
    void keepsOnlyWhatIsWanted() {
        for (int i = 0; i < 7; i++) {
            add();
            removeOldest();
            add();
        }
        history.retain(update -> update.position().offset() % 2 == 0);
        expected.removeIf(update -> update.position().offset() % 2 != 0);
        assertSame();
        assertThat(history.contains(expected.getLast().position())).isTrue();
        history.retain(update -> false);
        expected.clear();
        assertSame();
        add();
        assertSame();
    }

    private void add() {
        Update update = update(SCORES, offset++, "t", NOW.toEpochMilli() - random.nextInt(1_000));
        history.add(update);
        expected.addLast(update);
    }

    private void removeOldest() {
        history.removeOldest();
        expected.removeFirst();
    }

    private void assertSame() {
        assertThat(history.size()).isEqualTo(expected.size());
        assertThat(history.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(history.bytes())
                .isEqualTo(expected.stream().mapToLong(Footprint::of).sum());
        List<Update> told = new ArrayList<>();
        history.latestFirst().forEachRemaining(told::add);
        Collections.reverse(told);
        assertThat(positions(told)).isEqualTo(positions(List.copyOf(expected)));
        if (!expected.isEmpty()) {
            assertThat(history.oldest()).isSameAs(expected.getFirst());
            assertThat(history.latest()).isSameAs(expected.getLast());
            assertThat(history.oldestTime()).isEqualTo(expected.getFirst().timestamp());
            assertThat(history.oldestOffset())
                    .isEqualTo(expected.getFirst().position().offset());
        }
    }
}
