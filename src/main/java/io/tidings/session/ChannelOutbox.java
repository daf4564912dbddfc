package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.tidings.fanout.Outbox;
import io.tidings.fanout.StompVersion;

/** Writes through Netty's channel, whose outbound buffer is the account of what is pending. */
final class ChannelOutbox extends Outbox {

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Channel channel;

    private final NettySession session;

    private final long maxPendingBytes;

    private StompVersion version = StompVersion.V1_2;

    private long lastWriteNanos;

    /** The most that can be pending still of what was owed. */
    private long owedBytes;

    ChannelOutbox(Channel channel, NettySession session, long maxPendingBytes) {
        this.channel = channel;
        this.session = session;
        this.maxPendingBytes = maxPendingBytes;
        this.lastWriteNanos = System.nanoTime();
        channel.config().setWriteBufferWaterMark(WATER_MARK);
    }

    @Override
    public StompVersion version() {
        return version;
    }

    void version(StompVersion negotiated) {
        version = negotiated;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable() && session.isOpen();
    }

    @Override
    public void write(ByteBuf frames) {
        if (session.isOpen()) {
            var unused = channel.write(frames, channel.voidPromise());
        } else {
            frames.release();
        }
    }

    @Override
    public void writeOwed(ByteBuf frames) {
        // While the channel is writable, no more than the high water mark is pending.
        long before = channel.isWritable() ? WATER_MARK.high() : owedBytes;
        owedBytes = before + frames.readableBytes();
        write(frames);
    }

    @Override
    public void flush() {
        channel.flush();
        lastWriteNanos = System.nanoTime();
        if (channel.isWritable()) {
            owedBytes = 0;
        } else if (pendingBytes() > maxPendingBytes + owedBytes) {
            giveUp("over " + maxPendingBytes + " bytes pending");
        }
    }

    @Override
    public void giveUp(String reason) {
        session.close(CloseCodes.COME_BACK, reason);
    }

    /** How much is pending, 0 while the channel is writable. */
    long pendingBytes() {
        return channel.isWritable() ? 0 : WATER_MARK.low() + channel.bytesBeforeWritable();
    }

    long lastWriteNanos() {
        return lastWriteNanos;
    }
}
