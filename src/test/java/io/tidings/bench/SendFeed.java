package io.tidings.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/** Publishes by SEND; what is published until the next flush leaves in one write. For the client's event loop. */
final class SendFeed implements Feed {

    private static final int FIRST_BYTES = 64 * 1024;

    private final StompConnection connection;

    private final int bodyBytes;

    /** For each topic a whole frame, of which only the stamp changes. */
    private final byte[][] frames;

    private ByteBuf pending = PooledByteBufAllocator.DEFAULT.directBuffer(FIRST_BYTES);

    /** A feed of these destinations, over a connection that is live. */
    SendFeed(StompConnection connection, List<String> destinations, int bodyBytes) {
        this.connection = connection;
        this.bodyBytes = bodyBytes;
        this.frames = new byte[destinations.size()][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = ByteBufUtil.getBytes(frame(destinations.get(i), i));
        }
    }

    @Override
    public int topics() {
        return frames.length;
    }

    @Override
    public void publish(int topic, long time, long number) {
        byte[] frame = frames[topic];
        int bodyAt = pending.writerIndex() + frame.length - 1 - bodyBytes;
        pending.writeBytes(frame);
        Stamp.write(pending, bodyAt, time, number);
    }

    @Override
    public void flush() {
        if (pending.isReadable()) {
            ByteBuf full = pending;
            pending = PooledByteBufAllocator.DEFAULT.directBuffer(FIRST_BYTES);
            connection.write(full);
        }
    }

    private ByteBuf frame(String destination, int topic) {
        return ClientFrame.of(
                "SEND\ndestination:" + destination + "\ncontent-type:application/json\ncontent-length:" + bodyBytes
                        + "\n\n"
                        + new String(Stamp.body(bodyBytes, topic), US_ASCII) + "\0");
    }
}
