package io.tidings.bench;

import io.netty.buffer.ByteBuf;

/** A client that follows some topics, and what it has seen of each. */
final class Reader implements StompConnection.Listener {

    private final Staleness staleness;

    private final long[] next;

    Reader(Staleness staleness, int topics) {
        this.staleness = staleness;
        this.next = new long[topics];
    }

    @Override
    public void message(ByteBuf bytes, int bodyAt) {
        int topic = Stamp.topic(bytes, bodyAt);
        next[topic] = staleness.seen(topic, next[topic], Stamp.number(bytes, bodyAt));
    }
}
