package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
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

    private static final int MAX_INITIAL_BYTES = 32 * 1024;

    private static final int MAX_CACHED_SOURCES = 4096;

    private static final byte[] DESTINATION = ascii("destination:");

    private static final byte[] MESSAGE_ID = ascii("\nmessage-id:");

    private static final byte[] ACK = ascii("\nack:");

    private static final byte[] TIMESTAMP = ascii("\ntimestamp:");

    private static final byte[] CONTENT_TYPE = ascii("\ncontent-type:");

    private static final byte[] CONTENT_LENGTH = ascii("\ncontent-length:");

    private static final byte[] SNAPSHOT = ascii("\nsnapshot:true");

    private static final byte[] DELETED = ascii("\ndeleted:true");

    private static final byte[] GAP = ascii("\ngap:true");

    private static final byte[] POSITION = ascii("\nposition:");

    private static final byte[] END_OF_HEADERS = ascii("\n\n");

    private final ByteBufAllocator allocator;

    /** The headers of the frame at work, reused for each. */
    private final ByteBuf headers = Unpooled.buffer(1024);

    private final Map<Source, byte[]> sources = new HashMap<>();

    private final byte[] digits = new byte[20];

    /** Frames that said only that there is a gap: numbered, for a message-id is unique (STOMP 1.2, MESSAGE). */
    private long gaps;

    FrameEncoder(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Encodes news for a group. */
    ByteBuf encode(Group group, List<Update> updates) {
        ByteBuf frames = allocator.directBuffer(estimate(updates));
        try {
            for (int i = 0; i < updates.size(); i++) {
                append(frames, group, updates.get(i), Marks.NEWS);
            }
            return frames;
        } catch (RuntimeException | OutOfMemoryError e) {
            frames.release();
            throw e;
        }
    }

    /** A buffer to append frames to. */
    ByteBuf buffer(int frames) {
        return allocator.directBuffer((int) Math.min(MAX_INITIAL_BYTES, (long) frames * 2 * HEAD_BYTES_ESTIMATE));
    }

    /** Encodes one update for a group. */
    void append(ByteBuf frames, Group group, Update update, Marks marks) {
        byte @Nullable [] body = update.body();
        writeHeaders(group, update, marks);
        boolean text = body == null || Utf8.isValid(body);
        append(frames, text ? WebSocketFrames.TEXT : WebSocketFrames.BINARY, body);
    }

    /** Encodes a MESSAGE that says only that updates may be missing. */
    void appendGap(ByteBuf frames, Group group, Marks marks) {
        String id = "gap-" + ++gaps;
        startHeaders(group, Topic.DESTINATION_PREFIX + group.pattern().text());
        headers.writeBytes(MESSAGE_ID).writeBytes(ascii(id));
        if (group.key().acknowledged()) {
            headers.writeBytes(ACK).writeBytes(ascii(id));
        }
        headers.writeBytes(CONTENT_LENGTH).writeByte('0');
        writeMarks(marks);
        headers.writeBytes(END_OF_HEADERS);
        append(frames, WebSocketFrames.TEXT, null);
    }

    private void append(ByteBuf frames, int opcode, byte @Nullable [] body) {
        int bodyLength = body == null ? 0 : body.length;
        WebSocketFrames.writeHeader(frames, opcode, headers.readableBytes() + bodyLength + 1);
        frames.writeBytes(headers, headers.readerIndex(), headers.readableBytes());
        if (body != null) {
            frames.writeBytes(body);
        }
        frames.writeByte(0);
    }

    private void startHeaders(Group group, String destination) {
        String shown = group.key().shownDestination();
        headers.clear();
        headers.writeBytes(group.head()).writeBytes(DESTINATION);
        writeValue(group, shown != null ? shown : destination);
    }

    private void writeHeaders(Group group, Update update, Marks marks) {
        startHeaders(group, update.topic().destination());
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
        if (update.isDeletion()) {
            headers.writeBytes(DELETED);
        }
        writeMarks(marks);
        for (Map.Entry<String, String> header : update.headers().entrySet()) {
            headers.writeByte('\n');
            writeValue(group, header.getKey());
            headers.writeByte(':');
            writeValue(group, header.getValue());
        }
        headers.writeBytes(END_OF_HEADERS);
    }

    private void writeMarks(Marks marks) {
        if (marks.snapshot()) {
            headers.writeBytes(SNAPSHOT);
        }
        if (marks.gap()) {
            headers.writeBytes(GAP);
        }
        if (marks.position() != null) {
            headers.writeBytes(POSITION).writeBytes(ascii(marks.position().toString()));
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
