package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Writes through Netty's channel, as TLS and every transport know it. */
final class ChannelWire implements Wire {

    private final Channel channel;

    ChannelWire(Channel channel) {
        this.channel = channel;
    }

    @Override
    public boolean send(ByteBuf bytes) {
        var unused = channel.writeAndFlush(bytes.retainedDuplicate(), channel.voidPromise());
        return channel.isWritable();
    }
}
