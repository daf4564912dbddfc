package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: the one account of everything that is pending for it. Only its lane's event loop calls.
 */
public abstract class Outbox {

    /** No message refers to an earlier one then. */
    static final long NOTHING_TO_REFER_TO = 0;

    private boolean toBeFlushed;

    /** What a session is ended for by the server, which the client may come back from. */
    public enum Cause {
        /** More bytes are pending than its bound. */
        BYTES,

        /** Its client has taken nothing for too long, though something was pending. */
        TIME,

        /** Its client has taken too little, for too long, of what it was owed. */
        REPLAY,

        /** Updates of too many topics are held for a subscription. */
        TOPICS,

        /** A fault, or a replica that does not answer. */
        FAILURE
    }

    private @Nullable Replays replays;

    private Deflation deflation = Deflation.NONE;

    private @Nullable SharedContext context;

    private long lastDeflated = NOTHING_TO_REFER_TO;

    /** The version of STOMP that the client speaks. */
    public abstract StompVersion version();

    /** What was agreed on with the client about compression. Called once, before anything is sent. */
    public final void deflation(Deflation agreed) {
        deflation = agreed;
    }

    /** Whether it takes more of what can wait (snapshots, replays): little is pending for the client. */
    public abstract boolean isWritable();

    /** Whether what was sent before has not been taken. */
    public abstract boolean isBehind();

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
    public abstract void giveUp(Cause cause, String reason);

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

    final Deflation deflation() {
        return deflation;
    }

    /** Whether it follows a context, or waits for that: one at a time, until it leaves it. */
    final boolean isOf(SharedContext wanted) {
        return context == wanted;
    }

    /** Binds it to a context, unless it is bound already. */
    final void bind(SharedContext offered) {
        if (context == null) {
            context = offered;
        }
    }

    final void leave(SharedContext left) {
        if (context == left) {
            context = null;
        }
    }

    /** The number of the compressed message that the client got last. */
    final long lastDeflated() {
        return lastDeflated;
    }

    final void deflated(long number) {
        lastDeflated = number;
    }

    final void letGoOfReplays() {
        replays = null;
    }

    /** Returns whether it was not marked yet. */
    final boolean markToBeFlushed() {
        boolean first = !toBeFlushed;
        toBeFlushed = true;
        return first;
    }

    /** What it had gathered may have been all that made it unwritable: nobody tells of that when the client takes it at once. */
    final void flushMarked() {
        toBeFlushed = false;
        flush();
        resume();
    }
}
