package io.tidings.lab;

import io.tidings.lab.Finding.Kind;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The numbers that one subscription has been given of one topic, which should be all, once, in order. What is skipped is
 * owed: it may still come, late, which is another fault than never.
 */
final class TopicCheck {

    private final TreeSet<Long> owed = new TreeSet<>();

    private long last;

    /** Begins after this number: 0 if the topic was empty. */
    TopicCheck(long last) {
        this.last = last;
    }

    /** Takes a number as news. */
    Optional<Kind> news(long number) {
        if (number > last) {
            skip(number);
            last = number;
            return Optional.empty();
        }
        return Optional.of(owed.remove(number) ? Kind.REORDERED : Kind.DOUBLED);
    }

    /** Takes a number as state, which stands for all up to it, none of which may be missing. */
    Optional<Kind> state(long number) {
        if (number < last) {
            return Optional.of(Kind.WRONG);
        }
        skip(number + 1);
        last = number;
        return Optional.empty();
    }

    /** The last number that was seen. */
    long last() {
        return last;
    }

    /** What is missing of the numbers up to this one. */
    TreeSet<Long> missing(long upTo) {
        TreeSet<Long> missing = new TreeSet<>(owed);
        for (long number = last + 1; number <= upTo; number++) {
            missing.add(number);
        }
        return missing;
    }

    private void skip(long to) {
        for (long number = last + 1; number < to; number++) {
            owed.add(number);
        }
    }
}
