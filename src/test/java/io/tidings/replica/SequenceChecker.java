package io.tidings.replica;

import io.tidings.topic.Update;
import java.util.List;

/** Compares what was seen of one log with what it holds; says where they part. */
final class SequenceChecker {

    private SequenceChecker() {}

    /**
     * Checks that exactly the updates from an offset on were seen, once and in order.
     *
     * @throws AssertionError if one is missing, doubled, out of order or not the log's
     */
    static void check(List<Update> logged, long from, List<Update> seen) {
        List<Update> expected = logged.stream()
                .filter(update -> update.position().offset() >= from)
                .toList();
        int common = Math.min(expected.size(), seen.size());
        for (int i = 0; i < common; i++) {
            if (!same(expected.get(i), seen.get(i))) {
                throw new AssertionError("update " + i + ": " + seen.get(i).position() + " (expected: "
                        + expected.get(i).position() + ")");
            }
        }
        if (expected.size() != seen.size()) {
            throw new AssertionError("updates: " + seen.size() + " (expected: " + expected.size() + ")");
        }
    }

    private static boolean same(Update expected, Update seen) {
        return expected.position().equals(seen.position())
                && expected.topic().equals(seen.topic())
                && expected.body() == seen.body();
    }
}
