package io.tidings.lab;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides how often a STOMP frame goes on: not at all, once, or more. */
interface FrameFilter {

    /** Lets everything through. */
    FrameFilter NONE = frame -> 1;

    /** How many times the frame, with its NUL, is to be sent on. */
    int copies(byte[] frame);

    /** Drops the next frames of a command, and lets those after them through. */
    static FrameFilter drop(String command, int count) {
        AtomicInteger left = new AtomicInteger(count);
        return frame -> is(frame, command) && left.getAndDecrement() > 0 ? 0 : 1;
    }

    /** Sends each frame of a command twice. */
    static FrameFilter doubling(String command) {
        return frame -> is(frame, command) ? 2 : 1;
    }

    private static boolean is(byte[] frame, String command) {
        byte[] start = (command + '\n').getBytes(StandardCharsets.UTF_8);
        if (frame.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (frame[i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
