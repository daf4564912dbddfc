package io.tidings.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Finds the WebSocket frames of a server (RFC 6455, section 5.2: not masked) in what is read, without copying whole ones. */
final class FrameScanner {

    /** Takes the frames. */
    interface Frames {

        /**
         * A frame's payload; the bytes are good for this call only.
         *
         * @param opcode 1 text, 2 binary, 8 close, 9 ping
         */
        void frame(int opcode, ByteBuf bytes, int from, int to);
    }

    private static final int SHORT_HEAD = 2;

    private static final int MEDIUM = 126;

    private static final int LONG = 127;

    private final Frames frames;

    /** A frame that has not come as a whole. */
    private final ByteBuf part = Unpooled.buffer(0);

    FrameScanner(Frames frames) {
        this.frames = frames;
    }

    /** Takes bytes; what they are read into may be used again afterwards. */
    void read(ByteBuf in) {
        while (part.isReadable() && in.isReadable()) {
            complete(in);
        }
        int at = in.readerIndex();
        int end = in.writerIndex();
        int length = length(in, at, end);
        while (length <= end - at) {
            deliver(in, at, length);
            at += length;
            length = length(in, at, end);
        }
        in.readerIndex(at);
        part.writeBytes(in);
    }

    /** Adds to the part what it lacks: of its head first, then of its payload. */
    private void complete(ByteBuf in) {
        int have = part.readableBytes();
        int missing = length(part, 0, have) - have;
        part.writeBytes(in, Math.min(missing, in.readableBytes()));
        int length = length(part, 0, part.writerIndex());
        if (length == part.writerIndex()) {
            deliver(part, 0, length);
            part.clear();
        }
    }

    private void deliver(ByteBuf bytes, int at, int length) {
        frames.frame(bytes.getByte(at) & 0xf, bytes, at + headLength(bytes, at), at + length);
    }

    /** A frame's length, head included; while that is not known, more than what has come of it. */
    private static int length(ByteBuf bytes, int at, int end) {
        int have = end - at;
        if (have < SHORT_HEAD) {
            return SHORT_HEAD;
        }
        int head = headLength(bytes, at);
        if (have < head) {
            return head;
        }
        return head
                + switch (head) {
                    case SHORT_HEAD -> bytes.getByte(at + 1);
                    case 4 -> bytes.getUnsignedShort(at + 2);
                    default -> Math.toIntExact(bytes.getLong(at + 2));
                };
    }

    private static int headLength(ByteBuf bytes, int at) {
        int length = bytes.getByte(at + 1);
        return length < MEDIUM ? SHORT_HEAD : length < LONG ? 4 : 10;
    }
}
