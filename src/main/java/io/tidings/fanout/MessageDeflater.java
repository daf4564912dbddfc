package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Deflates messages (RFC 7692, section 7.2.1), each by what it knows of those before. It holds 260 KB of native memory. */
final class MessageDeflater implements AutoCloseable {

    /** Higher ones take twice the time for a byte or two less. */
    private static final int LEVEL = 6;

    /** What a receiver adds by itself. */
    private static final int TAIL_BYTES = 4;

    private static final int STEP_BYTES = 4 * 1024;

    private final Deflater deflater = new Deflater(LEVEL, true);

    /** Forgets the messages before. */
    void forget() {
        deflater.reset();
    }

    /** Adds a message, deflated. */
    void deflate(ByteBuf message, ByteBuf out) {
        deflater.setInput(message.nioBuffer());
        ByteBuffer room;
        do {
            out.ensureWritable(STEP_BYTES);
            room = out.nioBuffer(out.writerIndex(), out.writableBytes());
            out.writerIndex(out.writerIndex() + deflater.deflate(room, Deflater.SYNC_FLUSH));
        } while (!room.hasRemaining());
        out.writerIndex(out.writerIndex() - TAIL_BYTES);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
