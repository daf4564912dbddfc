package io.tidings.meter;

import java.util.concurrent.atomic.AtomicLong;

/** A count that one thread keeps at the price of a plain field; any thread may read it. */
public final class OwnCount {

    private final AtomicLong value = new AtomicLong();

    /** Only the thread that keeps it calls. */
    public void add(long more) {
        value.setOpaque(value.getPlain() + more);
    }

    public long get() {
        return value.getOpaque();
    }
}
