package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes STOMP MESSAGE frames from behind their first two lines, which name the command and the subscription. Each lane has
 * one; only its event loop calls.
 */
final class FrameWriter {

    private static final int MAX_CACHED_SOURCES = 4096;

    private static final byte[] DESTINATION = ascii("destination:");

    private static final byte[] TOPIC_DESTINATION = ascii("destination:" + Topic.DESTINATION_PREFIX);

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

    private final Map<Source, byte[]> sources = new HashMap<>();

    private final byte[] digits = new byte[20];

    /** Frames that said only that there is a gap: numbered, for a message-id is unique (STOMP 1.2, MESSAGE). */
    private long gaps;

    /** Writes an update's frame. Returns the opcode of a WebSocket message that may carry it. */
    int write(ByteBuf out, FrameForm form, Update update, Marks marks) {
        byte[] body = update.body();
        writeHeaders(out, form, update, marks);
        if (body != null) {
            out.writeBytes(body);
        }
        out.writeByte(0);
        return body == null || Utf8.isValid(body) ? WebSocketFrames.TEXT : WebSocketFrames.BINARY;
    }

    /** Writes a frame that says only that updates may be missing. */
    void writeGap(ByteBuf out, FrameForm form, TopicPattern pattern, Marks marks) {
        byte[] id = ascii("gap-" + ++gaps);
        writeDestination(out, form, pattern.text());
        out.writeBytes(MESSAGE_ID).writeBytes(id);
        if (form.acknowledged()) {
            out.writeBytes(ACK).writeBytes(id);
        }
        out.writeBytes(CONTENT_LENGTH).writeByte('0');
        writeMarks(out, marks);
        out.writeBytes(END_OF_HEADERS).writeByte(0);
    }

    private void writeHeaders(ByteBuf out, FrameForm form, Update update, Marks marks) {
        writeDestination(out, form, update.topic().name());
        out.writeBytes(MESSAGE_ID);
        writePosition(out, update);
        if (form.acknowledged()) {
            out.writeBytes(ACK);
            writePosition(out, update);
        }
        out.writeBytes(TIMESTAMP);
        writeNumber(out, update.timestamp());
        if (update.contentType() != null) {
            out.writeBytes(CONTENT_TYPE);
            writeValue(out, form, update.contentType());
        }
        out.writeBytes(CONTENT_LENGTH);
        writeNumber(out, update.bodyLength());
        if (update.isDeletion()) {
            out.writeBytes(DELETED);
        }
        writeMarks(out, marks);
        for (Map.Entry<String, String> header : update.headers().entrySet()) {
            out.writeByte('\n');
            writeValue(out, form, header.getKey());
            out.writeByte(':');
            writeValue(out, form, header.getValue());
        }
        out.writeBytes(END_OF_HEADERS);
    }

    private static void writeDestination(ByteBuf out, FrameForm form, String topic) {
        String shown = form.shownDestination();
        out.writeBytes(shown == null ? TOPIC_DESTINATION : DESTINATION);
        writeValue(out, form, shown == null ? topic : shown);
    }

    private static void writeMarks(ByteBuf out, Marks marks) {
        if (marks.snapshot()) {
            out.writeBytes(SNAPSHOT);
        }
        if (marks.gap()) {
            out.writeBytes(GAP);
        }
        if (marks.position() != null) {
            out.writeBytes(POSITION).writeBytes(ascii(marks.position().toString()));
        }
    }

    private static void writeValue(ByteBuf out, FrameForm form, String value) {
        ByteBufUtil.writeUtf8(out, form.version().escape(value));
    }

    private void writePosition(ByteBuf out, Update update) {
        out.writeBytes(sourceBytes(update.position().source()));
        out.writeByte('@');
        writeNumber(out, update.position().offset());
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

    private void writeNumber(ByteBuf out, long number) {
        int at = digits.length;
        long rest = Math.abs(number);
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (number < 0) {
            out.writeByte('-');
        }
        out.writeBytes(digits, at, digits.length - at);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
