package io.tidings.session;

import io.tidings.fanout.StompVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** Encodes what a server sends but for a topic's MESSAGE frames, with headers escaped as the version has it. */
final class AnswerEncoder {

    private static final Pattern BREAKS = Pattern.compile("[\n\0]");

    private AnswerEncoder() {}

    /** The bytes of one frame. CONNECTED escapes nothing, so that clients of every version can read it. */
    static byte[] encode(StompCommand command, Map<String, Object> headers, byte[] body, StompVersion version) {
        StompVersion escaping = command == StompCommand.CONNECTED ? StompVersion.V1_0 : version;
        StringBuilder head = new StringBuilder(128).append(command.name()).append('\n');
        natives(headers).forEach((name, values) -> {
            if (!name.equals(StompHeaderAccessor.STOMP_CONTENT_LENGTH_HEADER)) {
                values.forEach(value -> append(head, escaping, name, value));
            }
        });
        if (command.requiresContentLength()) {
            append(head, escaping, StompHeaderAccessor.STOMP_CONTENT_LENGTH_HEADER, Integer.toString(body.length));
        }
        byte[] bytes = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        // The last byte stays NUL.
        return ByteBuffer.allocate(bytes.length + body.length + 1)
                .put(bytes)
                .put(body)
                .array();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> natives(Map<String, Object> headers) {
        Object natives = headers.get(StompHeaderAccessor.NATIVE_HEADERS);
        return natives == null ? Map.of() : (Map<String, List<String>>) natives;
    }

    private static void append(StringBuilder head, StompVersion version, String name, @Nullable String value) {
        head.append(version.escape(oneLine(version, name)))
                .append(':')
                .append(version.escape(oneLine(version, value == null ? "" : value)))
                .append('\n');
    }

    /** Where nothing is escaped, a line feed in a value would begin another header. */
    private static String oneLine(StompVersion version, String text) {
        return version == StompVersion.V1_0 ? BREAKS.matcher(text).replaceAll(" ") : text;
    }
}
