package io.tidings.session;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop, in an array that is walked without a copy; adding and removing take constant time. Only
 * the event loop calls.
 */
final class Siblings {

    private static final int SMALLEST = 16;

    private @Nullable NettySession[] array = new NettySession[SMALLEST];

    private int size;

    /** Read by any thread. */
    private volatile SessionLook look = SessionLook.NOTHING;

    int size() {
        return size;
    }

    /** Keeps what a look at all has found. */
    void seen(SessionLook found) {
        look = found;
    }

    /** As of the last look at all; any thread may call. */
    SessionLook look() {
        return look;
    }

    void add(NettySession session) {
        if (size == array.length) {
            array = Arrays.copyOf(array, 2 * size);
        }
        session.slot(size);
        array[size++] = session;
    }

    /** Removes a session that is there; the last one takes its place. */
    void remove(NettySession session) {
        NettySession last = array[--size];
        if (last != null) {
            array[session.slot()] = last;
            last.slot(session.slot());
        }
        array[size] = null;
        if (size >= SMALLEST && size < array.length / 4) {
            array = Arrays.copyOf(array, array.length / 2);
        }
    }

    /** Visits all, the last one first, so that a session may be removed when it is visited. */
    void forEach(Consumer<NettySession> action) {
        for (int i = size - 1; i >= 0; i--) {
            NettySession session = i < size ? array[i] : null;
            if (session != null) {
                action.accept(session);
            }
        }
    }
}
