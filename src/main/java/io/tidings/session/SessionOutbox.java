package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.tidings.fanout.Outbox;
import io.tidings.fanout.StompVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is to be sent at one time and sends it in one piece. What the client does not take at once waits in Netty's
 * channel, whose outbound buffer is the account of it.
 */
final class SessionOutbox extends Outbox {

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /** Copying more than this costs more than another write. */
    private static final int MAX_GATHERED_BYTES = 64 * 1024;

    private final Channel channel;

    private final NettySession session;

    private final Wire wire;

    private final SessionProperties properties;

    private StompVersion version = StompVersion.V1_2;

    private long lastWriteNanos;

    /** The most that can be pending still of what was owed. */
    private long owedBytes;

    /** What was added and not yet sent. */
    private @Nullable ByteBuf added;

    /** Whether that is somebody else's, to be read only. */
    private boolean shared;

    private boolean ended;

    /** Where something is pending, as it was when the client was last seen to take something. */
    private @Nullable Stall stall;

    private @Nullable Cause endedFor;

    SessionOutbox(Channel channel, NettySession session, SessionProperties properties) {
        this.channel = channel;
        this.session = session;
        this.wire = EpollWire.of(channel);
        this.properties = properties;
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
        return !ended && channel.isWritable() && (added == null || added.readableBytes() < WATER_MARK.high());
    }

    @Override
    public boolean isBehind() {
        return !ended && !channel.isWritable();
    }

    @Override
    public void write(ByteBuf frames) {
        if (ended) {
            frames.release();
        } else if (makeRoom(frames)) {
            gather(frames);
            frames.release();
        } else {
            added = frames;
            shared = false;
        }
    }

    @Override
    public void share(ByteBuf frames) {
        if (ended) {
            return;
        }
        if (makeRoom(frames)) {
            gather(frames);
        } else {
            added = frames;
            shared = true;
        }
    }

    @Override
    public void writeOwed(ByteBuf frames) {
        int bytes = frames.readableBytes();
        write(frames);
        // While the channel is writable, no more than the high water mark is pending.
        owedBytes = bytes + (channel.isWritable() ? WATER_MARK.high() : owedBytes);
    }

    @Override
    public void flush() {
        ByteBuf bytes = added;
        if (bytes == null) {
            return;
        }
        boolean keepsUp = send(bytes);
        lastWriteNanos = System.nanoTime();
        if (keepsUp) {
            owedBytes = 0;
        } else if (pendingBytes() > properties.sendBuffer().toBytes() + owedBytes) {
            giveUp(Cause.BYTES, "over " + properties.sendBuffer().toBytes() + " bytes pending");
        }
    }

    @Override
    public void giveUp(Cause cause, String reason) {
        if (!ended) {
            endedFor = cause;
            session.close(CloseCodes.COME_BACK, reason);
        }
    }

    /** What the server has ended the session for, if it has. */
    @Nullable
    Cause endedFor() {
        return endedFor;
    }

    /** Leaves little in the kernel's hands, for what it holds is old when something newer comes. */
    void keepFresh() {
        KernelBuffer.limit(channel, properties.maxUnsent().toBytes());
    }

    /** Ends the session if its client has taken nothing for too long. To be called often. */
    void watch(long nowNanos) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
            stall = null;
            return;
        }
        Stall now = Stall.of(waiting, nowNanos);
        Stall current = stall == null ? now : stall.then(now);
        boolean tooLong =
                nowNanos - current.sinceNanos() > properties.sendTimeout().toNanos();
        boolean moving = tooLong && KernelBuffer.isMoving(channel, properties.sendTimeout());
        stall = moving ? now : current;
        if (tooLong && !moving) {
            giveUp(Cause.TIME, "nothing taken for " + properties.sendTimeout().toSeconds() + " s");
        }
    }

    /** How much waits for the client to take it, in bytes. */
    long waitingBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** What waits for the client to take it. */
    SessionInfo.Pending pending(long nowNanos) {
        long bytes = waitingBytes();
        long stalledNanos = bytes == 0 || stall == null ? 0 : Math.max(0, nowNanos - stall.sinceNanos());
        return new SessionInfo.Pending(bytes, Duration.ofNanos(stalledNanos));
    }

    /** Sends what was added, and takes nothing any more. */
    void end() {
        if (!ended && added != null) {
            send(added);
        }
        ended = true;
    }

    /** How much is pending, 0 while the channel is writable. */
    long pendingBytes() {
        return channel.isWritable() ? 0 : WATER_MARK.low() + channel.bytesBeforeWritable();
    }

    long lastWriteNanos() {
        return lastWriteNanos;
    }

    /** Returns whether there is something to add to, and not too much of it. */
    private boolean makeRoom(ByteBuf frames) {
        if (added != null && added.readableBytes() + frames.readableBytes() > MAX_GATHERED_BYTES) {
            send(added);
        }
        return added != null;
    }

    private void gather(ByteBuf frames) {
        ByteBuf before = added;
        if (before != null && (shared || !before.isWritable(frames.readableBytes()))) {
            ByteBuf gathered = channel.alloc().directBuffer(2 * (before.readableBytes() + frames.readableBytes()));
            append(gathered, before);
            release(before);
            added = gathered;
            shared = false;
        }
        append(added, frames);
    }

    private static void append(@Nullable ByteBuf gathered, ByteBuf frames) {
        if (gathered != null) {
            gathered.writeBytes(frames, frames.readerIndex(), frames.readableBytes());
        }
    }

    private boolean send(ByteBuf bytes) {
        added = null;
        try {
            return wire.send(bytes);
        } finally {
            release(bytes);
        }
    }

    private void release(ByteBuf bytes) {
        if (!shared) {
            bytes.release();
        }
    }
}
