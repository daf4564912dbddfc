package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames without their first two lines, one after the other, to be completed for every subscription id. */
final class FrameTails {

    private static final int INITIAL_BYTES = 1024;

    /** What is kept from one run to the next, in bytes. */
    private static final int MAX_KEPT_BYTES = 1024 * 1024;

    private ByteBuf out = Unpooled.buffer(INITIAL_BYTES);

    /** Where each one ends. */
    private int[] ends = new int[16];

    private int[] opcodes = new int[16];

    private int size;

    private @Nullable FrameForm form;

    private final List<Update> updates = new ArrayList<>();

    /** Whether these are the frames of news in a form. */
    @SuppressWarnings("ReferenceEquality") // Groups of one lane are given the very same updates.
    boolean isOf(FrameForm wanted, List<Update> news) {
        if (news.size() != updates.size() || !wanted.equals(form)) {
            return false;
        }
        for (int i = 0; i < news.size(); i++) {
            if (news.get(i) != updates.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Writes the frames of news in the place of what was there. */
    void write(FrameWriter writer, FrameForm wanted, List<Update> news) {
        clear();
        for (int i = 0; i < news.size(); i++) {
            add(writer.write(out, wanted, news.get(i), Marks.NEWS));
        }
        form = wanted;
        updates.addAll(news);
    }

    void clear() {
        form = null;
        updates.clear();
        size = 0;
        if (out.capacity() > MAX_KEPT_BYTES) {
            out = Unpooled.buffer(INITIAL_BYTES);
        }
        out.clear();
    }

    /** Where to write the next one, before it is added. */
    ByteBuf out() {
        return out;
    }

    /** Adds what has been written since the last one. */
    void add(int opcode) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            opcodes = Arrays.copyOf(opcodes, size * 2);
        }
        opcodes[size] = opcode;
        ends[size++] = out.writerIndex();
    }

    int size() {
        return size;
    }

    /** The length of all, in bytes. */
    int bytes() {
        return out.writerIndex();
    }

    /** Appends one, complete with its head, as a WebSocket message. */
    void append(ByteBuf frames, byte[] head, int index) {
        WebSocketFrames.writeHeader(frames, opcodes[index], head.length + ends[index] - start(index));
        appendBare(frames, head, index);
    }

    /** Appends one, complete with its head. Returns the opcode of the message that may hold it. */
    int appendBare(ByteBuf frames, byte[] head, int index) {
        frames.writeBytes(head);
        frames.writeBytes(out, start(index), ends[index] - start(index));
        return opcodes[index];
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }
}
