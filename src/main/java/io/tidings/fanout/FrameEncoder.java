package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tidings.topic.Update;
import java.util.List;

/**
 * Encodes runs of updates as STOMP MESSAGE frames, each in a WebSocket message of its own, one after the other in one
 * direct buffer. Each lane has one; only its event loop calls.
 */
final class FrameEncoder {

    private static final int FRAME_BYTES_ESTIMATE = 512;

    private static final int MAX_INITIAL_BYTES = 32 * 1024;

    private final ByteBufAllocator allocator;

    private final FrameWriter writer = new FrameWriter();

    /** Of the run that was encoded last: the next group of its topic may want the same. */
    private final FrameTails run = new FrameTails();

    /** Of single frames, one at a time. */
    private final FrameTails single = new FrameTails();

    FrameEncoder(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Encodes news for a group; groups of the same form and news, one after the other, share the work. */
    ByteBuf encode(Group group, List<Update> updates) {
        writeRun(group, updates);
        ByteBuf frames = allocator.directBuffer(run.bytes() + updates.size() * headBytes(group));
        try {
            for (int i = 0; i < run.size(); i++) {
                run.append(frames, group.head(), i);
            }
            return frames;
        } catch (RuntimeException | OutOfMemoryError e) {
            frames.release();
            throw e;
        }
    }

    /** Writes news for a group, to be taken by {@link #appendBare}. */
    void writeRun(Group group, List<Update> updates) {
        FrameForm form = group.key().form();
        if (!run.isOf(form, updates)) {
            run.write(writer, form, updates);
        }
    }

    /** Appends one of the run that was written last without the header of a WebSocket message. Returns whether it is text. */
    boolean appendBare(ByteBuf frames, Group group, int index) {
        return run.appendBare(frames, group.head(), index) == WebSocketFrames.TEXT;
    }

    /** A buffer to append frames to. */
    ByteBuf buffer(int frames) {
        return allocator.directBuffer((int) Math.min(MAX_INITIAL_BYTES, (long) frames * FRAME_BYTES_ESTIMATE));
    }

    /** Encodes one update for a group. */
    void append(ByteBuf frames, Group group, Update update, Marks marks) {
        single.clear();
        single.add(writer.write(single.out(), group.key().form(), update, marks));
        single.append(frames, group.head(), 0);
    }

    /** Encodes a MESSAGE that says only that updates may be missing. */
    void appendGap(ByteBuf frames, Group group, Marks marks) {
        single.clear();
        writer.writeGap(single.out(), group.key().form(), group.pattern(), marks);
        single.add(WebSocketFrames.TEXT);
        single.append(frames, group.head(), 0);
    }

    private static int headBytes(Group group) {
        return WebSocketFrames.MAX_HEADER_BYTES + group.head().length;
    }
}
