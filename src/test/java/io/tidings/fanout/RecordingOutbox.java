package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompDecoder;

/** Keeps what a client would get, and takes it apart as a client would. */
final class RecordingOutbox extends Outbox {

    private final List<ByteBuf> unflushed = new ArrayList<>();

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private final StompVersion version;

    private boolean writable = true;

    private boolean fullUntilFlushed;

    private int flushes;

    private final List<Long> times = new ArrayList<>();

    private LongSupplier clock = () -> 0;

    private boolean failing;

    private String gaveUp = "";

    RecordingOutbox() {
        this(StompVersion.V1_2);
    }

    RecordingOutbox(StompVersion version) {
        this.version = version;
    }

    @Override
    public StompVersion version() {
        return version;
    }

    @Override
    public boolean isWritable() {
        return writable && !(fullUntilFlushed && !unflushed.isEmpty());
    }

    @Override
    public boolean isBehind() {
        return !writable;
    }

    void writable(boolean now) {
        writable = now;
    }

    /** Takes no more than one write before it is flushed, and tells nobody that it was. */
    void fullUntilFlushed() {
        fullUntilFlushed = true;
    }

    /** Fails on every write from now on. */
    void failing() {
        failing = true;
    }

    @Override
    public void write(ByteBuf frames) {
        unflushed.add(Unpooled.copiedBuffer(frames));
        frames.release();
        failIfFailing();
    }

    /** Reads the bytes only when they are flushed, as a socket would. */
    @Override
    public void share(ByteBuf frames) {
        unflushed.add(frames.asReadOnly());
        failIfFailing();
    }

    private void failIfFailing() {
        if (failing) {
            throw new IllegalStateException("made to fail");
        }
    }

    @Override
    public void writeOwed(ByteBuf frames) {
        write(frames);
    }

    @Override
    public void flush() {
        unflushed.forEach(frames -> {
            byte[] bytes = ByteBufUtil.getBytes(frames);
            sent.writeBytes(bytes);
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); WebSocketMessage.read(left)) {
                times.add(clock.getAsLong());
            }
        });
        unflushed.clear();
        flushes++;
    }

    @Override
    public void giveUp(Cause cause, String reason) {
        gaveUp = reason;
    }

    String gaveUp() {
        return gaveUp;
    }

    /** How many bytes were sent. */
    int bytes() {
        return sent.size();
    }

    void clock(LongSupplier nanoTime) {
        clock = nanoTime;
    }

    /** When each of the messages was flushed. */
    List<Long> times() {
        return times;
    }

    int flushes() {
        return flushes;
    }

    /** What was flushed, as WebSocket messages. */
    List<WebSocketMessage> messages() {
        List<WebSocketMessage> messages = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(sent.toByteArray());
        while (bytes.hasRemaining()) {
            messages.add(WebSocketMessage.read(bytes));
        }
        return messages;
    }

    /** What was flushed, as STOMP frames. */
    List<Message<byte[]>> frames() {
        return messages().stream().map(WebSocketMessage::frame).toList();
    }

    /** The message-ids of what was flushed. */
    List<String> ids() {
        return frames().stream().map(frame -> header(frame, "message-id")).toList();
    }

    static String header(Message<byte[]> frame, String name) {
        return org.springframework.messaging.simp.stomp.StompHeaderAccessor.wrap(frame)
                .getFirstNativeHeader(name);
    }

    record WebSocketMessage(int opcode, byte[] payload) {

        static WebSocketMessage read(ByteBuffer bytes) {
            int first = bytes.get() & 0xFF;
            int length = bytes.get() & 0xFF;
            if (length == 126) {
                length = bytes.getShort() & 0xFFFF;
            } else if (length == 127) {
                length = Math.toIntExact(bytes.getLong());
            }
            byte[] payload = new byte[length];
            bytes.get(payload);
            if (first >>> 4 != 8) {
                throw new IllegalStateException("not a whole message: " + first);
            }
            return new WebSocketMessage(first & 0xF, payload);
        }

        Message<byte[]> frame() {
            List<Message<byte[]>> frames = new StompDecoder().decode(ByteBuffer.wrap(payload));
            if (frames.size() != 1) {
                throw new IllegalStateException("frames in a message: " + frames.size());
            }
            return frames.get(0);
        }
    }
}
