package io.tidings.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Makes a client's WebSocket frames, masked with zeros, which RFC 6455 cannot tell from chance. */
final class ClientFrame {

    private static final int FINAL_TEXT = 0x81;

    private static final int MASKED = 0x80;

    private static final int MEDIUM = 126;

    private static final int LONG = 127;

    private ClientFrame() {}

    static ByteBuf of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf of(byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 14).writeByte(FINAL_TEXT);
        if (payload.length < MEDIUM) {
            frame.writeByte(MASKED | payload.length);
        } else if (payload.length <= 0xffff) {
            frame.writeByte(MASKED | MEDIUM).writeShort(payload.length);
        } else {
            frame.writeByte(MASKED | LONG).writeLong(payload.length);
        }
        return frame.writeInt(0).writeBytes(payload);
    }
}
