package io.tidings.lab;

import io.tidings.lab.Fault.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The faults of one row, without end, the same for the same seed. Every kind comes up before one comes up again, so that a
 * short run has seen most of them.
 */
final class Schedule {

    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private static final int SHORTEST_MILLIS = 200;

    private final Random random;

    private final List<Kind> kinds;

    private final Deque<Kind> deck = new ArrayDeque<>();

    Schedule(long seed, Fault.Row row) {
        this.random = new Random(seed * 31 + row.ordinal());
        this.kinds =
                Arrays.stream(Kind.values()).filter(kind -> kind.row() == row).toList();
    }

    Fault next() {
        if (deck.isEmpty()) {
            List<Kind> shuffled = kinds.stream().collect(Collectors.toList());
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        Kind kind = deck.remove();
        return new Fault(
                kind,
                Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)),
                random.nextInt(1_000),
                Duration.ofMillis(SHORTEST_MILLIS + random.nextInt(kind.longestMillis() - SHORTEST_MILLIS)),
                random.nextInt(100));
    }
}
