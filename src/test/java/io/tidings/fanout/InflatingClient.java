package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.tidings.topic.Update;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompDecoder;

/** A client that speaks permessage-deflate: it knows of earlier messages what it was sent compressed, and nothing else. */
final class InflatingClient extends Outbox {

    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final List<ByteBuf> unflushed = new ArrayList<>();

    private final Inflater inflater = new Inflater(true);

    private final List<WebSocketMessage> messages = new ArrayList<>();

    private final List<Message<byte[]>> frames = new ArrayList<>();

    InflatingClient(Deflation deflation) {
        deflation(deflation);
    }

    /** A message as it came. */
    record WebSocketMessage(int opcode, boolean deflated, int bytes) {}

    @Override
    public StompVersion version() {
        return StompVersion.V1_2;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean isBehind() {
        return false;
    }

    @Override
    public void write(ByteBuf added) {
        unflushed.add(added.copy());
        added.release();
    }

    @Override
    public void share(ByteBuf added) {
        unflushed.add(added.copy());
    }

    @Override
    public void writeOwed(ByteBuf added) {
        write(added);
    }

    @Override
    public void flush() {
        for (ByteBuf bytes : unflushed) {
            ByteBuffer rest = ByteBuffer.wrap(ByteBufUtil.getBytes(bytes));
            bytes.release();
            while (rest.hasRemaining()) {
                take(rest);
            }
        }
        unflushed.clear();
    }

    @Override
    public void giveUp(Cause cause, String reason) {
        throw new AssertionError(reason);
    }

    List<WebSocketMessage> messages() {
        return messages;
    }

    WebSocketMessage last() {
        return messages.get(messages.size() - 1);
    }

    /** Topic, position and body of each MESSAGE. */
    List<String> updates() {
        return frames.stream()
                .map(frame -> RecordingOutbox.header(frame, "destination").substring("/topic/".length())
                        + ' '
                        + RecordingOutbox.header(frame, "message-id")
                        + ' '
                        + new String(frame.getPayload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** As {@link #updates} tells an update. */
    static String told(Update update) {
        return update.topic().name()
                + ' '
                + update.position()
                + ' '
                + new String(update.body(), StandardCharsets.UTF_8);
    }

    private void take(ByteBuffer bytes) {
        int first = bytes.get() & 0xFF;
        int length = bytes.get() & 0xFF;
        if (length == 126) {
            length = bytes.getShort() & 0xFFFF;
        } else if (length == 127) {
            length = Math.toIntExact(bytes.getLong());
        }
        byte[] payload = new byte[length];
        bytes.get(payload);
        boolean deflated = (first & 0x40) != 0;
        messages.add(new WebSocketMessage(first & 0xF, deflated, length));
        frames.addAll(new StompDecoder().decode(ByteBuffer.wrap(deflated ? inflate(payload) : payload)));
    }

    private byte[] inflate(byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] step = new byte[1024];
        try {
            for (byte[] part : List.of(payload, TAIL)) {
                inflater.setInput(part);
                int count;
                while ((count = inflater.inflate(step)) > 0) {
                    out.write(step, 0, count);
                }
            }
        } catch (DataFormatException e) {
            throw new AssertionError("message " + messages.size() + " refers to what was not sent", e);
        }
        return out.toByteArray();
    }
}
