package io.tidings.bench;

/** Checks that numbers come one after the other, each once; one that comes late is known for 64 numbers. */
final class SequenceCheck {

    private long next;

    /** Which of the 64 numbers below the next one have come; the lowest bit is the highest number's. */
    private long seen;

    private long skipped;

    private long doubled;

    private long late;

    /** Takes a number; returns whether it came for the first time. */
    boolean accept(long number) {
        if (number == next) {
            next++;
            seen = seen << 1 | 1;
            return true;
        }
        return number > next ? skipTo(number) : isNewBelow(number);
    }

    /** Numbers that were skipped, or have not come though so many were sent. */
    long lost(long sent) {
        return skipped + Math.max(0, sent - next);
    }

    /** Numbers that came again. */
    long doubled() {
        return doubled;
    }

    /** Numbers that came after a greater one. */
    long late() {
        return late;
    }

    private boolean skipTo(long number) {
        long step = number - next + 1;
        skipped += step - 1;
        seen = step >= Long.SIZE ? 1 : seen << step | 1;
        next = number + 1;
        return true;
    }

    private boolean isNewBelow(long number) {
        long age = next - 1 - number;
        if (age >= Long.SIZE || (seen & 1L << age) != 0) {
            doubled++;
            return false;
        }
        seen |= 1L << age;
        late++;
        skipped--;
        return true;
    }
}
