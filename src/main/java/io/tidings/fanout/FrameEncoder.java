package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tidings.topic.Source;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes runs of updates as STOMP MESSAGE frames, each in a WebSocket message of its own, one after the other in one
 * direct buffer. Each lane has one; only its event loop calls.
 */
final class FrameEncoder {

    private static final int HEAD_BYTES_ESTIMATE = 256;

    private static final int MAX_CACHED_SOURCES = 4096;

    private static final byte[] DESTINATION = ascii("destination:");

    private static final byte[] MESSAGE_ID = ascii("\nmessage-id:");

    private static final byte[] ACK = ascii("\nack:");

    private static final byte[] TIMESTAMP = ascii("\ntimestamp:");

    private static final byte[] CONTENT_TYPE = ascii("\ncontent-type:");

    private static final byte[] CONTENT_LENGTH = ascii("\ncontent-length:");

    private static final byte[] SNAPSHOT = ascii("\nsnapshot:true");

    private static final byte[] DELETED = ascii("\ndeleted:true");

    private static final byte[] END_OF_HEADERS = ascii("\n\n");

    private final ByteBufAllocator allocator;

    /** The headers of the frame at work, reused for each. */
    private final ByteBuf headers = Unpooled.buffer(1024);

    private final Map<Source, byte[]> sources = new HashMap<>();

    private final byte[] digits = new byte[20];

    FrameEncoder(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Encodes news for a group. */
    ByteBuf encode(Group group, List<Update> updates) {
        ByteBuf frames = allocator.directBuffer(estimate(updates));
        try {
            for (int i = 0; i < updates.size(); i++) {
                append(frames, group, updates.get(i), false);
            }
            return frames;
        } catch (RuntimeException | OutOfMemoryError e) {
            frames.release();
            throw e;
        }
    }

    /** Encodes one update for a group, as state rather than news if it is a snapshot. */
    ByteBuf encode(Group group, Update update, boolean snapshot) {
        ByteBuf frames = allocator.directBuffer(HEAD_BYTES_ESTIMATE + update.bodyLength());
        append(frames, group, update, snapshot);
        return frames;
    }

    private void append(ByteBuf frames, Group group, Update update, boolean snapshot) {
        byte @Nullable [] body = update.body();
        writeHeaders(group, update, snapshot);
        int length = headers.readableBytes() + update.bodyLength() + 1;
        boolean text = body == null || Utf8.isValid(body);
        WebSocketFrames.writeHeader(frames, text ? WebSocketFrames.TEXT : WebSocketFrames.BINARY, length);
        frames.writeBytes(headers, headers.readerIndex(), headers.readableBytes());
        if (body != null) {
            frames.writeBytes(body);
        }
        frames.writeByte(0);
    }

    private void writeHeaders(Group group, Update update, boolean snapshot) {
        headers.clear();
        headers.writeBytes(group.head()).writeBytes(DESTINATION);
        String shown = group.key().shownDestination();
        writeValue(group, shown != null ? shown : update.topic().destination());
        headers.writeBytes(MESSAGE_ID);
        writePosition(update);
        if (group.key().acknowledged()) {
            headers.writeBytes(ACK);
            writePosition(update);
        }
        headers.writeBytes(TIMESTAMP);
        writeNumber(update.timestamp());
        if (update.contentType() != null) {
            headers.writeBytes(CONTENT_TYPE);
            writeValue(group, update.contentType());
        }
        headers.writeBytes(CONTENT_LENGTH);
        writeNumber(update.bodyLength());
        writeFlags(update, snapshot);
        for (Map.Entry<String, String> header : update.headers().entrySet()) {
            headers.writeByte('\n');
            writeValue(group, header.getKey());
            headers.writeByte(':');
            writeValue(group, header.getValue());
        }
        headers.writeBytes(END_OF_HEADERS);
    }

    private void writeFlags(Update update, boolean snapshot) {
        if (snapshot) {
            headers.writeBytes(SNAPSHOT);
        }
        if (update.isDeletion()) {
            headers.writeBytes(DELETED);
        }
    }

    private void writeValue(Group group, String value) {
        ByteBufUtil.writeUtf8(headers, group.key().version().escape(value));
    }

    private void writePosition(Update update) {
        headers.writeBytes(sourceBytes(update.position().source()));
        headers.writeByte('@');
        writeNumber(update.position().offset());
    }

    /** A source's text has no character that any version escapes. */
    private byte[] sourceBytes(Source source) {
        byte[] known = sources.get(source);
        if (known == null) {
            if (sources.size() >= MAX_CACHED_SOURCES) {
                sources.clear();
            }
            known = ascii(source.toString());
            sources.put(source, known);
        }
        return known;
    }

    private void writeNumber(long number) {
        int at = digits.length;
        long rest = Math.abs(number);
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (number < 0) {
            headers.writeByte('-');
        }
        headers.writeBytes(digits, at, digits.length - at);
    }

    private static int estimate(List<Update> updates) {
        int bytes = 0;
        for (int i = 0; i < updates.size(); i++) {
            bytes += HEAD_BYTES_ESTIMATE + updates.get(i).bodyLength();
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
