package io.tidings.session;

import io.netty.channel.ChannelOutboundBuffer;

/**
 * Since when a client has taken nothing, though something waits for it.
 *
 * @param head what waits first, by its identity
 * @param progress how much of that has been taken
 * @param sinceNanos when that was first seen
 */
record Stall(int head, long progress, long sinceNanos) {

    static Stall of(ChannelOutboundBuffer waiting, long nowNanos) {
        return new Stall(System.identityHashCode(waiting.current()), waiting.currentProgress(), nowNanos);
    }

    /** The same as seen now: where anything was taken, it begins anew. */
    Stall then(Stall now) {
        return now.head == head && now.progress == progress ? this : now;
    }
}
