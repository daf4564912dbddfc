package io.tidings.fanout;

import io.netty.buffer.ByteBuf;

/**
 * The way out to one client: the one account of everything that is pending for it. Only its lane's event loop calls.
 */
public abstract class Outbox {

    private boolean toBeFlushed;

    /** The version of STOMP that the client speaks. */
    public abstract StompVersion version();

    /** Whether it takes more of what can wait (snapshots, replays): little is pending for the client. */
    public abstract boolean isWritable();

    /** Adds whole WebSocket frames, and takes the buffer's ownership; dropped if the session has ended. */
    public abstract void write(ByteBuf frames);

    /** Sends what was added; ends the session if more is pending than its bound. */
    public abstract void flush();

    /** Ends the session, which may come back at once, and says why. */
    public abstract void giveUp(String reason);

    /** Returns whether it was not marked yet. */
    final boolean markToBeFlushed() {
        boolean first = !toBeFlushed;
        toBeFlushed = true;
        return first;
    }

    final void flushMarked() {
        toBeFlushed = false;
        flush();
    }
}
