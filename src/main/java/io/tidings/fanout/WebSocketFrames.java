package io.tidings.fanout;

import io.netty.buffer.ByteBuf;

/** Writes the headers of unmasked, unfragmented WebSocket frames (RFC 6455, section 5.2). */
public final class WebSocketFrames {

    /** The opcode of a text message. */
    public static final int TEXT = 0x1;

    /** The opcode of a binary message. */
    public static final int BINARY = 0x2;

    /** The opcode of a close frame. */
    public static final int CLOSE = 0x8;

    /** The opcode of a pong. */
    public static final int PONG = 0xA;

    /** The longest header, in bytes. */
    public static final int MAX_HEADER_BYTES = 10;

    private static final int FIN = 0x80;

    /** Says of a message that it is deflated (RFC 7692, section 6). */
    private static final int RSV1 = 0x40;

    private static final int SMALL = 125;

    private static final int MEDIUM = 0xFFFF;

    private WebSocketFrames() {}

    /** Writes a deflated message. */
    static void writeDeflated(ByteBuf out, boolean text, ByteBuf deflated) {
        writeHeader(out, RSV1 | (text ? TEXT : BINARY), deflated.readableBytes());
        out.writeBytes(deflated, deflated.readerIndex(), deflated.readableBytes());
    }

    /** Writes the header of a frame with this many bytes of payload. */
    public static void writeHeader(ByteBuf out, int opcode, int length) {
        out.writeByte(FIN | opcode);
        if (length <= SMALL) {
            out.writeByte(length);
        } else if (length <= MEDIUM) {
            out.writeByte(SMALL + 1);
            out.writeShort(length);
        } else {
            out.writeByte(SMALL + 2);
            out.writeLong(length);
        }
    }
}
