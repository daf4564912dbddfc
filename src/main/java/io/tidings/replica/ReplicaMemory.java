package io.tidings.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Bounds what the topics of all namespaces take together, in bytes: the namespace that takes most gives first. */
final class ReplicaMemory {

    /** How far below the bound room is made, so that the largest namespace need not be looked for at each update. */
    private static final int SLACK_DIVISOR = 64;

    private final long maxBytes;

    private final List<TopicStore> stores = new ArrayList<>();

    ReplicaMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(TopicStore store) {
        stores.add(store);
    }

    long bytes() {
        long bytes = 0;
        for (TopicStore store : stores) {
            bytes += store.bytes();
        }
        return bytes;
    }

    /** Evicts until what is left is within the bound. */
    void trim() {
        if (bytes() <= maxBytes) {
            return;
        }
        long goal = maxBytes - maxBytes / SLACK_DIVISOR;
        boolean evicted = true;
        while (evicted && bytes() > goal) {
            TopicStore largest = stores.stream()
                    .max(Comparator.comparingLong(TopicStore::bytes))
                    .orElseThrow();
            evicted = largest.evict();
        }
    }
}
