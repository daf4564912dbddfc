package io.tidings.session;

import io.netty.buffer.ByteBuf;
import io.tidings.fanout.Utf8;
import io.tidings.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.util.MimeTypeUtils;

/**
 * Decodes messages of nothing but whole SEND frames to topics, and of line ends, as {@link FrameDecoder} would, without its
 * message objects. A message with anything else in it, or anything that is refused for its form, is not for this decoder.
 * One thread.
 */
final class SendDecoder {

    /** Larger messages are copied to an array of their own. */
    private static final int SCRATCH_BYTES = 16 * 1024;

    private static final byte[] COMMAND = "SEND".getBytes(StandardCharsets.US_ASCII);

    /** So many digits are no more than an int can hold. */
    private static final int MAX_LENGTH_DIGITS = 9;

    private static final int NONE = -1;

    private final SharedTexts texts = new SharedTexts(UnaryOperator.identity());

    private final SharedTexts contentTypes = new SharedTexts(SendDecoder::checkedContentType);

    private final List<Send> sends = new ArrayList<>();

    private final int maxHeaders;

    private final int maxHeaderBytes;

    private final byte[] scratch = new byte[SCRATCH_BYTES];

    private byte[] bytes = scratch;

    private int size;

    private int at;

    /** The line that was read last: where it begins and ends, and where its first colon stands. */
    private int lineStart;

    private int lineEnd;

    private int colon;

    /** What the headers of the frame that is being read say. */
    private @Nullable String destination;

    private @Nullable String contentType;

    private @Nullable String receipt;

    private @Nullable String idempotencyKey;

    private Map<String, String> others = Map.of();

    private int contentLength;

    /** Leaves frames with more headers, or longer ones, to those who refuse them. */
    SendDecoder(int maxHeaders, int maxHeaderBytes) {
        this.maxHeaders = maxHeaders;
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /**
     * Decodes a message.
     *
     * @param isText whether it must be UTF-8
     * @return its frames, to be cleared by the caller; null if it is to be left to the other decoder, as if it had not been seen
     */
    @Nullable
    List<Send> decode(ByteBuf message, boolean isText) {
        sends.clear();
        size = message.readableBytes();
        bytes = size <= scratch.length ? scratch : new byte[size];
        message.getBytes(message.readerIndex(), bytes, 0, size);
        at = 0;
        try {
            return (!isText || Utf8.isValid(bytes, size)) && readFrames() ? sends : null;
        } finally {
            bytes = scratch;
        }
    }

    private boolean readFrames() {
        skipLineEnds();
        while (at < size) {
            if (!readFrame()) {
                return false;
            }
            skipLineEnds();
        }
        return true;
    }

    private void skipLineEnds() {
        while (at < size && (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < size && bytes[at + 1] == '\n'))) {
            at++;
        }
    }

    private boolean readFrame() {
        if (!readLine() || !Arrays.equals(bytes, lineStart, lineEnd, COMMAND, 0, COMMAND.length)) {
            return false;
        }
        forget();
        int left = maxHeaders;
        while (readLine()) {
            if (lineStart == lineEnd) {
                return isToTopic() && readBody();
            }
            if (colon <= lineStart || --left < 0 || lineEnd - lineStart > maxHeaderBytes || !readHeader()) {
                return false;
            }
        }
        return false;
    }

    private void forget() {
        destination = null;
        contentType = null;
        receipt = null;
        idempotencyKey = null;
        others = Map.of();
        contentLength = NONE;
    }

    /** Escapes are rare, and a carriage return alone is refused: both are for the other decoder. */
    private boolean readLine() {
        lineStart = at;
        colon = NONE;
        for (int i = at; i < size; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                return endLine(i, i + 1);
            }
            if (b == '\r') {
                return i + 1 < size && bytes[i + 1] == '\n' && endLine(i, i + 2);
            }
            if (b == '\\') {
                return false;
            }
            if (b == ':' && colon == NONE) {
                colon = i;
            }
        }
        return false;
    }

    private boolean endLine(int end, int next) {
        lineEnd = end;
        at = next;
        return true;
    }

    private boolean readHeader() {
        String name = texts.get(bytes, lineStart, colon);
        switch (name) {
            case StompHeaderAccessor.STOMP_DESTINATION_HEADER ->
                destination = destination == null ? texts.get(bytes, colon + 1, lineEnd) : destination;
            case StompHeaderAccessor.STOMP_RECEIPT_HEADER -> receipt = receipt == null ? value() : receipt;
            case Send.IDEMPOTENCY_KEY -> idempotencyKey = idempotencyKey == null ? value() : idempotencyKey;
            case StompHeaderAccessor.STOMP_CONTENT_TYPE_HEADER -> {
                return contentType != null || readContentType();
            }
            case StompHeaderAccessor.STOMP_CONTENT_LENGTH_HEADER -> {
                return contentLength != NONE || readContentLength();
            }
            case TransactionHandler.TRANSACTION -> {
                return false;
            }
            case StompHeaderAccessor.STOMP_HEARTBEAT_HEADER -> {
                // It has a meaning in CONNECT alone.
            }
            default -> addOther(name);
        }
        return true;
    }

    private String value() {
        return new String(bytes, colon + 1, lineEnd - colon - 1, StandardCharsets.UTF_8);
    }

    private void addOther(String name) {
        if (others.isEmpty()) {
            others = new LinkedHashMap<>();
        }
        others.putIfAbsent(name, value());
    }

    /** The other decoder refuses what is no media type. */
    private boolean readContentType() {
        try {
            contentType = contentTypes.get(bytes, colon + 1, lineEnd);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String checkedContentType(String text) {
        var unused = MimeTypeUtils.parseMimeType(text);
        return text;
    }

    private boolean readContentLength() {
        int digits = lineEnd - colon - 1;
        int value = 0;
        for (int i = colon + 1; i < lineEnd; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            value = 10 * value + bytes[i] - '0';
        }
        contentLength = value;
        return digits > 0 && digits <= MAX_LENGTH_DIGITS;
    }

    private boolean isToTopic() {
        return destination != null && destination.startsWith(Topic.DESTINATION_PREFIX);
    }

    private boolean readBody() {
        int last = contentLength == NONE ? indexOfNul() : at + contentLength;
        if (last < 0 || last >= size || bytes[last] != 0) {
            return false;
        }
        byte[] body = Arrays.copyOfRange(bytes, at, last);
        sends.add(new Send(destination, contentType, receipt, idempotencyKey, others, body));
        at = last + 1;
        return true;
    }

    private int indexOfNul() {
        for (int i = at; i < size; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return NONE;
    }
}
