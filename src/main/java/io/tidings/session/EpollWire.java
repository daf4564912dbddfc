package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends straight to the socket of Linux's epoll while nothing waits in the channel, which saves a promise, an entry of the
 * outbound buffer and a walk through the pipeline for each write. What the socket does not take goes through the channel,
 * and so does all that comes after it, until that is sent.
 */
final class EpollWire implements Wire {

    private final EpollSocketChannel channel;

    private final Socket socket;

    private final ChannelWire slow;

    /** Whether something may wait in the channel, into which nobody else writes. */
    private boolean behind;

    private EpollWire(EpollSocketChannel channel, Socket socket) {
        this.channel = channel;
        this.socket = socket;
        this.slow = new ChannelWire(channel);
    }

    /** The shortest way that a channel allows. */
    static Wire of(Channel channel) {
        boolean plain =
                channel instanceof EpollSocketChannel && channel.pipeline().get(SslHandler.class) == null;
        return plain && ((EpollSocketChannel) channel).fd() instanceof Socket socket
                ? new EpollWire((EpollSocketChannel) channel, socket)
                : new ChannelWire(channel);
    }

    @Override
    public boolean send(ByteBuf bytes) {
        int length = bytes.readableBytes();
        int sent = mayPass() ? sendNow(bytes, length) : 0;
        if (sent == length) {
            return true;
        }
        behind = true;
        return slow.send(bytes.slice(bytes.readerIndex() + sent, length - sent));
    }

    /** The descriptor of a closed socket may be another client's by now; sockets are closed on this event loop. */
    private boolean mayPass() {
        if (behind) {
            ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
            behind = waiting == null || waiting.totalPendingWriteBytes() > 0;
        }
        return !behind && socket.isOpen();
    }

    private int sendNow(ByteBuf bytes, int length) {
        try {
            if (bytes.hasMemoryAddress()) {
                int start = bytes.readerIndex();
                return socket.sendAddress(bytes.memoryAddress(), start, start + length);
            }
            ByteBuffer buffer = bytes.internalNioBuffer(bytes.readerIndex(), length);
            return buffer.isDirect() ? socket.send(buffer, buffer.position(), buffer.limit()) : 0;
        } catch (IOException e) {
            // The channel will meet it too, and close.
            return 0;
        }
    }
}
