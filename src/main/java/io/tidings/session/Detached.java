package io.tidings.session;

import io.netty.channel.Channel;
import reactor.netty.Connection;

/**
 * Stands where Reactor Netty keeps a channel's connection, of channels that are no longer its own. It looks there when its
 * server stops, and fails if there is nothing.
 */
final class Detached implements Connection {

    /** One for all channels, so that it holds none. */
    static final Connection CONNECTION = new Detached();

    private Detached() {}

    @Override
    public Channel channel() {
        throw new IllegalStateException("channel: taken over by a session (expected: not to be asked for)");
    }
}
