package io.tidings.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a STOMP byte stream into its frames, each with its NUL, and the line ends between them, so that what is put together
 * again is the stream. A frame ends after the bytes that its {@code content-length} counts, or at the first NUL.
 */
final class FrameSplitter {

    private static final String LENGTH = "content-length:";

    private byte[] pending = {};

    /** Takes the next bytes of the stream; returns the parts that are whole now. */
    List<byte[]> split(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(pending, pending.length + length);
        System.arraycopy(bytes, 0, all, pending.length, length);
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int to = end(all, from); to > from; to = end(all, from)) {
            parts.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        pending = Arrays.copyOfRange(all, from, all.length);
        return parts;
    }

    /** Where the part ends that begins here; -1 if that is not to be seen yet. */
    private static int end(byte[] bytes, int from) {
        if (from == bytes.length) {
            return -1;
        }
        if (bytes[from] == '\n' || bytes[from] == '\r') {
            return from + 1;
        }
        int body = body(bytes, from);
        if (body < 0) {
            return -1;
        }
        int length = contentLength(new String(bytes, from, body - from, StandardCharsets.UTF_8));
        if (length >= 0) {
            return body + length < bytes.length ? body + length + 1 : -1;
        }
        int nul = body;
        while (nul < bytes.length && bytes[nul] != 0) {
            nul++;
        }
        return nul < bytes.length ? nul + 1 : -1;
    }

    private static int body(byte[] bytes, int from) {
        int lineStart = from;
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                int line = i - lineStart;
                if (line == 0 || (line == 1 && bytes[lineStart] == '\r')) {
                    return i + 1;
                }
                lineStart = i + 1;
            }
        }
        return -1;
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r?\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                return Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        return -1;
    }
}
