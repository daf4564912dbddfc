package io.tidings.lab;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A STOMP frame as it came; of repeated headers the first counts. */
record StompFrame(String command, Map<String, String> headers, byte[] body) {

    /** Reads a whole frame with its NUL. */
    static StompFrame parse(byte[] bytes) {
        int headEnd = 0;
        while (bytes[headEnd] != '\n' || bytes[headEnd + 1] != '\n') {
            headEnd++;
        }
        String[] lines = new String(bytes, 0, headEnd, StandardCharsets.UTF_8).split("\n");
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.putIfAbsent(lines[i].substring(0, colon), unescape(lines[i].substring(colon + 1)));
        }
        return new StompFrame(lines[0], headers, Arrays.copyOfRange(bytes, headEnd + 2, bytes.length - 1));
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    boolean is(String flag) {
        return "true".equals(headers.get(flag));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return command + headers;
    }

    private static String unescape(String value) {
        return value.replace("\\c", ":")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\\\", "\\");
    }
}
