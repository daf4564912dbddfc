package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates whole messages (RFC 7692, section 7.2.2). No message depends on an earlier one, so that one inflater serves all
 * sessions of an event loop, and a session keeps nothing.
 */
final class Inflation {

    /** What a sender leaves out at the end. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    /** What may follow where a sender has ended the data itself (section 7.2.3.4). */
    private static final int PADDING_BYTES = 1;

    private static final int STEP_BYTES = 8 * 1024;

    private static final FastThreadLocal<Inflation> LOCAL = new FastThreadLocal<>() {

        @Override
        protected Inflation initialValue() {
            return new Inflation();
        }

        @Override
        protected void onRemoval(Inflation inflation) {
            inflation.inflater.end();
        }
    };

    private final Inflater inflater = new Inflater(true);

    private final byte[] step = new byte[STEP_BYTES];

    private Inflation() {}

    /**
     * The message's bytes. Only an event loop calls.
     *
     * @param mostBytes the most that it may become: no more than that is ever inflated
     * @throws TooLongFrameException if it becomes more
     * @throws CorruptedWebSocketFrameException if it is not well-formed
     */
    static byte[] inflate(ByteBuf message, int mostBytes) {
        return LOCAL.get().inflateWhole(ByteBufUtil.getBytes(message), mostBytes);
    }

    private byte[] inflateWhole(byte[] message, int mostBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(mostBytes, 4 * message.length + 64));
        try {
            inflate(message, out, mostBytes);
            if (!inflater.finished()) {
                inflate(TAIL, out, mostBytes);
            } else if (inflater.getRemaining() > PADDING_BYTES) {
                throw malformed();
            }
        } catch (DataFormatException e) {
            throw malformed();
        } finally {
            inflater.reset();
        }
        return out.toByteArray();
    }

    private void inflate(byte[] in, ByteArrayOutputStream out, int mostBytes) throws DataFormatException {
        inflater.setInput(in);
        int count;
        while ((count = inflater.inflate(step)) > 0) {
            if (out.size() + count > mostBytes) {
                throw new TooLongFrameException("message: over " + mostBytes + " bytes when inflated");
            }
            out.write(step, 0, count);
        }
    }

    private static CorruptedWebSocketFrameException malformed() {
        return new CorruptedWebSocketFrameException(
                WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "message: malformed (expected: as RFC 1951 says)");
    }
}
