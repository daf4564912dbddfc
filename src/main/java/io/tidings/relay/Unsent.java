package io.tidings.relay;

import java.util.concurrent.atomic.AtomicLong;

/** What waits for a connection of the messages between nodes: bounded, for they must not hold up batches. Any thread. */
final class Unsent {

    private final long maxBytes;

    private final AtomicLong bytes = new AtomicLong();

    Unsent(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes a message in; returns whether there was room. */
    boolean add(int size) {
        if (bytes.addAndGet(size) <= maxBytes) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /** A message has been sent, or never will be. */
    void remove(int size) {
        bytes.addAndGet(-size);
    }
}
