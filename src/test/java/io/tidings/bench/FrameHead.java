package io.tidings.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The head of a STOMP frame, whose header values have nothing escaped that is asked for. */
final class FrameHead {

    private static final String END = "\n\n";

    private final String text;

    /** The head of the frame between these indices. */
    FrameHead(ByteBuf bytes, int from, int to) {
        String frame = bytes.toString(from, to - from, UTF_8);
        this.text = frame.substring(0, frame.indexOf(END) + 1);
    }

    /** A header's value; null where there is no such header. */
    @Nullable
    String header(String name) {
        String start = "\n" + name + ":";
        int at = text.indexOf(start);
        return at < 0 ? null : text.substring(at + start.length(), text.indexOf('\n', at + 1));
    }
}
