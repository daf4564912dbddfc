package io.tidings.replica;

/** Bounds what the logs hold back together, in bytes. */
final class HeldBudget {

    private final long maxBytes;

    private long bytes;

    HeldBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean take(int cost) {
        if (bytes + cost > maxBytes) {
            return false;
        }
        bytes += cost;
        return true;
    }

    void give(int cost) {
        bytes -= cost;
    }
}
