package io.tidings.session;

import io.tidings.fanout.StompVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * Decodes whole frames by the rules of the version that a session speaks, of which Spring's decoder knows one. Those before
 * a malformed one stand; that one comes last, as a {@link MalformedFrame}. Of repeated headers the first counts.
 */
final class FrameDecoder {

    /** So many digits are no more than an int can hold. */
    private static final int MAX_LENGTH_DIGITS = 9;

    private static final int NONE = -1;

    /** The frames that may have a body, of those that a client sends. */
    private static final Set<StompCommand> WITH_BODY =
            Set.of(StompCommand.SEND, StompCommand.MESSAGE, StompCommand.ERROR);

    private final ByteBuffer bytes;

    private StompVersion version;

    /**
     * Reads from whole frames.
     *
     * @param version what the session speaks; of a CONNECT on, what that agrees on
     */
    FrameDecoder(ByteBuffer bytes, StompVersion version) {
        this.bytes = bytes;
        this.version = version;
    }

    /** All frames. */
    List<Message<byte[]>> decode() {
        List<Message<byte[]>> frames = new ArrayList<>();
        skipLineEnds();
        while (bytes.hasRemaining()) {
            frames.add(readFrame());
            skipLineEnds();
        }
        return frames;
    }

    /**
     * Reads the value of a {@code content-length}; padding is forgiven, for STOMP 1.0 knows no better.
     *
     * @return -1 if it is malformed, or longer than any frame can be
     */
    static int contentLength(String value) {
        String digits = stripSpaces(value);
        if (digits.isEmpty() || digits.length() > MAX_LENGTH_DIGITS) {
            return NONE;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return NONE;
            }
        }
        return Integer.parseInt(digits);
    }

    private void skipLineEnds() {
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            boolean isLineEnd = isAt(at, '\n') || (isAt(at, '\r') && isAt(at + 1, '\n'));
            if (!isLineEnd) {
                return;
            }
            bytes.position(at + 1);
        }
    }

    private Message<byte[]> readFrame() {
        StompCommand command = null;
        MultiValueMap<String, String> headers = new LinkedMultiValueMap<>();
        try {
            command = command(readLine());
            readHeaders(command, headers);
            byte[] body = readBody(headers.getFirst(StompHeaderAccessor.STOMP_CONTENT_LENGTH_HEADER));
            return message(command, headers, checkedBody(command, body));
        } catch (StompRefusal | InvalidMimeTypeException e) {
            bytes.position(bytes.limit());
            return MalformedFrame.message(
                    command, headers.getFirst(StompHeaderAccessor.STOMP_RECEIPT_HEADER), e.getMessage());
        }
    }

    private static StompCommand command(String line) {
        try {
            return StompCommand.valueOf(line);
        } catch (IllegalArgumentException e) {
            throw new StompRefusal(
                    "command: '" + PastHeaders.printable(line) + "' (expected: that of a client frame of STOMP)");
        }
    }

    private void readHeaders(StompCommand command, MultiValueMap<String, String> headers) {
        boolean connects = isConnect(command);
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            readHeader(line, connects, headers);
        }
        if (connects) {
            agree(headers);
        }
    }

    /** CONNECT escapes nothing, so that servers of every version can read it. */
    private void readHeader(String line, boolean connects, MultiValueMap<String, String> headers) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new StompRefusal("header: '" + PastHeaders.printable(line) + "' (expected: NAME:VALUE)");
        }
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1);
        if (!connects) {
            checkReturns(line);
            name = unescape(name);
            value = unescape(version == StompVersion.V1_0 ? stripSpaces(value) : value);
        }
        // Heart-beats are agreed on in CONNECT alone; Spring reads them from every frame.
        boolean counts = connects || !name.equals(StompHeaderAccessor.STOMP_HEARTBEAT_HEADER);
        if (counts && !headers.containsKey(name)) {
            headers.add(name, value);
        }
    }

    private void checkReturns(String line) {
        if (version == StompVersion.V1_2 && line.indexOf('\r') >= 0) {
            throw new StompRefusal("header: '" + PastHeaders.printable(line)
                    + "' (expected: no carriage return but before a line feed)");
        }
    }

    private String unescape(String text) {
        try {
            return version.unescape(text);
        } catch (IllegalArgumentException e) {
            throw new StompRefusal("header: '" + PastHeaders.printable(text) + "' (expected: " + e.getMessage() + ')');
        }
    }

    private void agree(MultiValueMap<String, String> headers) {
        String accepted = headers.getFirst(StompHeaderAccessor.STOMP_ACCEPT_VERSION_HEADER);
        version = StompVersion.negotiate(StringUtils.commaDelimitedListToSet(accepted))
                .orElse(StompVersion.V1_2);
        if (version == StompVersion.V1_0) {
            headers.values().forEach(values -> values.replaceAll(FrameDecoder::stripSpaces));
        }
        String heartBeat = headers.getFirst(StompHeaderAccessor.STOMP_HEARTBEAT_HEADER);
        if (heartBeat != null) {
            checkHeartBeat(heartBeat);
        }
    }

    private static void checkHeartBeat(String text) {
        try {
            int comma = text.indexOf(',');
            if (comma > 0
                    && Long.parseLong(text, 0, comma, 10) >= 0
                    && Long.parseLong(text, comma + 1, text.length(), 10) >= 0) {
                return;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new StompRefusal("heart-beat: '" + PastHeaders.printable(text)
                + "' (expected: two times in milliseconds, >= 0, with a comma between them)");
    }

    private byte[] readBody(@Nullable String contentLength) {
        int length = contentLength == null ? NONE : contentLength(contentLength);
        if (contentLength != null && length == NONE) {
            throw new StompRefusal(
                    "content-length: '" + PastHeaders.printable(contentLength) + "' (expected: a number of bytes)");
        }
        int end = length == NONE ? find('\0') : bytes.position() + length;
        if (end == NONE || !isAt(end, '\0')) {
            throw new StompRefusal("body: no NUL after it (expected: one, where content-length says)");
        }
        byte[] body = new byte[end - bytes.position()];
        bytes.get(body);
        bytes.position(end + 1);
        return body;
    }

    /** In STOMP 1.0 a body that has no meaning is ignored; later versions forbid it. */
    private byte[] checkedBody(StompCommand command, byte[] body) {
        if (body.length == 0 || WITH_BODY.contains(command)) {
            return body;
        }
        if (version == StompVersion.V1_0) {
            return new byte[0];
        }
        throw new StompRefusal("body: " + body.length + " bytes (expected: none in " + command + ')');
    }

    private static Message<byte[]> message(StompCommand command, MultiValueMap<String, String> headers, byte[] body) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(command, headers);
        frame.setLeaveMutable(true);
        return MessageBuilder.createMessage(body, frame.getMessageHeaders());
    }

    private static boolean isConnect(StompCommand command) {
        return command == StompCommand.CONNECT || command == StompCommand.STOMP;
    }

    /** The next line without its end: LF, or CR and LF, which STOMP 1.2 allows and others are forgiven. */
    private String readLine() {
        int start = bytes.position();
        int lineFeed = find('\n');
        if (lineFeed == NONE) {
            throw new StompRefusal("frame: not whole (expected: an empty line after its headers)");
        }
        int end = lineFeed > start && isAt(lineFeed - 1, '\r') ? lineFeed - 1 : lineFeed;
        byte[] line = new byte[end - start];
        bytes.get(line);
        bytes.position(lineFeed + 1);
        return new String(line, StandardCharsets.UTF_8);
    }

    private int find(char wanted) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (isAt(i, wanted)) {
                return i;
            }
        }
        return NONE;
    }

    private boolean isAt(int index, char wanted) {
        return index < bytes.limit() && bytes.get(index) == wanted;
    }

    private static String stripSpaces(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && value.charAt(from) == ' ') {
            from++;
        }
        while (to > from && value.charAt(to - 1) == ' ') {
            to--;
        }
        return value.substring(from, to);
    }
}
