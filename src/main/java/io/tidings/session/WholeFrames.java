package io.tidings.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives out STOMP frames when they are whole, one by one. A decoder would begin again at a frame's first byte with each piece of
 * it, so that a client which sends a large frame byte by byte would keep its event loop busy; this looks at each byte once.
 */
final class WholeFrames {

    private static final byte[] NOTHING = {};

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final int maxHeaders;

    private final int maxHeaderBytes;

    private byte[] bytes = NOTHING;

    private int size;

    /** Up to where they have been given out. */
    private int start;

    /** Up to where the bytes have been looked at. */
    private int at;

    private int lineStart;

    /** Where the last whole frame ends. */
    private int end;

    private Part part = Part.BETWEEN;

    /** Lines of the frame so far, that of its command included. */
    private int lines;

    /** What the frame says of its body, or -1. */
    private int contentLength = -1;

    /** Whether the frame has said anything of it. */
    private boolean contentLengthRead;

    /** Where in a frame the next byte stands. */
    private enum Part {
        BETWEEN,
        HEADERS,
        BODY
    }

    WholeFrames(int maxHeaders, int maxHeaderBytes) {
        this.maxHeaders = maxHeaders;
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /** Adds a message. */
    void add(byte[] message) {
        if (size == 0) {
            bytes = message;
        } else {
            if (size + message.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + message.length, 2 * size));
            }
            System.arraycopy(message, 0, bytes, size, message.length);
        }
        size += message.length;
    }

    /**
     * The next frame that is whole, with the line ends around it, or line ends alone; often the message itself. None is
     * looked for past it, so that what comes after a frame may wait until that frame is dealt with.
     *
     * @return null if there is none
     * @throws StompRefusal if a frame has too many headers, or one that is too long, whole or not
     */
    byte @Nullable [] next() {
        boolean frameEnded = false;
        while (at < size && !frameEnded) {
            if (part == Part.BODY) {
                frameEnded = skipBody();
            } else {
                skipLine();
            }
        }
        if (end > start) {
            return take();
        }
        forgetTaken();
        return null;
    }

    /** How many bytes have not been given out. */
    int waiting() {
        return size - start;
    }

    private void skipLine() {
        int lineEnd = indexOf('\n');
        at = lineEnd < 0 ? size : lineEnd + 1;
        checkLength((lineEnd < 0 ? size : lineEnd) - lineStart);
        if (lineEnd < 0) {
            return;
        }
        boolean empty = lineEnd == lineStart || (lineEnd == lineStart + 1 && bytes[lineStart] == '\r');
        if (!empty) {
            part = Part.HEADERS;
            checkNumber(lines++);
            readContentLength(lineEnd);
        } else if (part == Part.HEADERS) {
            part = Part.BODY;
        } else {
            end = at;
        }
        lineStart = at;
    }

    private void checkLength(int bytes) {
        if (bytes > maxHeaderBytes) {
            throw new StompRefusal("header: over " + maxHeaderBytes + " bytes (expected: at most that)");
        }
    }

    private void checkNumber(int headers) {
        if (headers > maxHeaders) {
            throw new StompRefusal("headers: over " + maxHeaders + " (expected: at most that in a frame)");
        }
    }

    /** Of repeated headers the first counts. Behind a malformed one the frame ends with the first NUL; the decoder refuses it. */
    private void readContentLength(int lineEnd) {
        int start = lineStart + CONTENT_LENGTH.length;
        if (!contentLengthRead
                && start <= lineEnd
                && Arrays.equals(bytes, lineStart, start, CONTENT_LENGTH, 0, CONTENT_LENGTH.length)) {
            contentLengthRead = true;
            int stop = bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            contentLength = FrameDecoder.contentLength(new String(bytes, start, stop - start, StandardCharsets.UTF_8));
        }
    }

    /** A body begins after the last line, and ends with a NUL. Returns whether it is whole. */
    private boolean skipBody() {
        long last = contentLength >= 0 ? (long) lineStart + contentLength : indexOf('\0');
        if (last < 0 || last >= size) {
            at = size;
            return false;
        }
        at = (int) last + 1;
        skipLineEnds();
        end = at;
        lineStart = at;
        part = Part.BETWEEN;
        lines = 0;
        contentLength = -1;
        contentLengthRead = false;
        return true;
    }

    private void skipLineEnds() {
        while (at < size && (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < size && bytes[at + 1] == '\n'))) {
            at++;
        }
    }

    private int indexOf(char wanted) {
        for (int i = at; i < size; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private byte[] take() {
        byte[] taken = start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
        start = end;
        if (start == size) {
            forgetTaken();
        }
        return taken;
    }

    /** Done once for a message, not for each frame in it, which would take the square of their number. */
    private void forgetTaken() {
        if (start > 0) {
            bytes = start == size ? NOTHING : Arrays.copyOfRange(bytes, start, size);
            size -= start;
            at -= start;
            lineStart -= start;
            end = 0;
            start = 0;
        }
    }
}
