package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tidings.topic.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane compresses with. Only its event loop calls. */
final class Deflaters {

    /** Nothing refers further back than this (RFC 1951), so that longer messages gain nothing. */
    private static final int MESSAGE_BYTES = 32 * 1024;

    private final ByteBufAllocator allocator;

    private final FrameEncoder encoder;

    private final FanoutMetrics metrics;

    private @Nullable MessageDeflater single;

    private int contexts;

    private long numbers;

    Deflaters(ByteBufAllocator allocator, FrameEncoder encoder, FanoutMetrics metrics) {
        this.allocator = allocator;
        this.encoder = encoder;
        this.metrics = metrics;
    }

    /** A number that no message has had. */
    long nextNumber() {
        return ++numbers;
    }

    /** A context; null if there are as many as there may be. */
    @Nullable
    SharedContext open(int most) {
        if (contexts >= most) {
            return null;
        }
        contexts++;
        metrics.contexts(1);
        return new SharedContext(nextNumber());
    }

    void close(SharedContext context) {
        contexts--;
        metrics.contexts(-1);
        context.deflater().close();
    }

    /** A run as few messages, each of which may refer to those before. */
    ByteBuf linked(SharedContext context, Group group, List<Update> updates) {
        return deflate(context.deflater(), false, group, updates);
    }

    /** A run as few messages, none of which refers to another. */
    ByteBuf single(Group group, List<Update> updates) {
        MessageDeflater deflater = single;
        if (deflater == null) {
            deflater = new MessageDeflater();
            single = deflater;
        }
        return deflate(deflater, true, group, updates);
    }

    private ByteBuf deflate(MessageDeflater deflater, boolean forgetting, Group group, List<Update> updates) {
        ByteBuf frames = allocator.directBuffer();
        ByteBuf message = allocator.directBuffer();
        ByteBuf deflated = allocator.directBuffer();
        try {
            encoder.writeRun(group, updates);
            for (int next = 0; next < updates.size(); ) {
                boolean text = true;
                while (next < updates.size() && message.readableBytes() < MESSAGE_BYTES) {
                    text &= encoder.appendBare(message, group, next++);
                }
                if (forgetting) {
                    deflater.forget();
                }
                deflater.deflate(message, deflated);
                metrics.deflated(message.readableBytes(), deflated.readableBytes());
                WebSocketFrames.writeDeflated(frames, text, deflated);
                message.clear();
                deflated.clear();
            }
            return frames.retain();
        } finally {
            frames.release();
            message.release();
            deflated.release();
        }
    }
}
