package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: the one account of everything that is pending for it. Only its lane's event loop calls.
 */
public abstract class Outbox {

    private boolean toBeFlushed;

    private @Nullable Replays replays;

    /** The version of STOMP that the client speaks. */
    public abstract StompVersion version();

    /** Whether it takes more of what can wait (snapshots, replays): little is pending for the client. */
    public abstract boolean isWritable();

    /** Adds whole WebSocket frames, and takes the buffer's ownership; dropped if the session has ended. */
    public abstract void write(ByteBuf frames);

    /** Adds whole WebSocket frames that other outboxes get too: the buffer stays the caller's, who keeps it until the next flush. */
    public abstract void share(ByteBuf frames);

    /**
     * As {@link #write}, for what is owed from before a subscription was live: it does not count for the bound on what is
     * pending. It comes a chunk at a time while the outbox is writable, and else as a frame that says no more than that there is
     * a gap.
     */
    public abstract void writeOwed(ByteBuf frames);

    /** Sends what was added, in one piece if it is not much; ends the session if more is pending than its bound. */
    public abstract void flush();

    /** Ends the session, which may come back at once, and says why. */
    public abstract void giveUp(String reason);

    /** Sends more of what is owed, now that it is writable again. */
    public final void resume() {
        if (replays != null) {
            replays.resume();
        }
    }

    /** What is owed to the client; made if it was owed nothing yet. */
    final Replays replays(Lane lane) {
        Replays known = replays;
        if (known == null) {
            known = new Replays(lane, this);
            replays = known;
        }
        return known;
    }

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
