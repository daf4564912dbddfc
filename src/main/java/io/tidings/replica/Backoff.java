package io.tidings.replica;

/** Spaces attempts that fail: after each failure twice as many turns are sat out as before, up to a bound. */
final class Backoff {

    private final int maxTurns;

    private int turns;

    private int left;

    Backoff(int maxTurns) {
        this.maxTurns = maxTurns;
    }

    /** Counts a turn; answers whether to try in it. */
    boolean turn() {
        if (left > 0) {
            left--;
            return false;
        }
        return true;
    }

    boolean isOver() {
        return left == 0;
    }

    void failed() {
        turns = Math.min(maxTurns, Math.max(1, turns * 2));
        left = turns;
    }

    void succeeded() {
        turns = 0;
        left = 0;
    }
}
