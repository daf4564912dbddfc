package io.tidings.fanout;

import io.tidings.topic.Cursor;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subscription of one session. Only its lane's event loop calls, where nothing else is said. */
public final class Subscription {

    private static final Cursor NOWHERE = Cursor.of(Map.of());

    private final Lane lane;

    private final Outbox outbox;

    private final SubscriptionRequest request;

    private @Nullable Consumer<Cursor> whenLive;

    private @Nullable Group group;

    private int slot = -1;

    /** Read by the replica's thread too. */
    private volatile boolean cancelled;

    /** Whether the lane's interest counts it; only the replica's thread touches it. */
    private boolean counted;

    private @Nullable Replay replay;

    Subscription(Lane lane, Outbox outbox, SubscriptionRequest request, Consumer<Cursor> whenLive) {
        this.lane = lane;
        this.outbox = outbox;
        this.request = request;
        this.whenLive = whenLive;
    }

    /** What the client asked for. */
    public SubscriptionRequest request() {
        return request;
    }

    /** Sends more of what was owed from before the subscription, now that the outbox is writable again. */
    public void resume() {
        if (replay != null) {
            replay.pump();
            outbox.flush();
        }
    }

    Outbox outbox() {
        return outbox;
    }

    Lane lane() {
        return lane;
    }

    void live(Cursor cursor) {
        Consumer<Cursor> told = whenLive;
        whenLive = null;
        if (told != null) {
            told.accept(cursor);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
        if (group != null) {
            group.remove(this);
            group = null;
        }
        replay = null;
        live(NOWHERE);
    }

    void joined(Group joined) {
        group = joined;
    }

    void replaying(@Nullable Replay running) {
        replay = running;
    }

    @Nullable
    Replay replay() {
        return replay;
    }

    boolean isCounted() {
        return counted;
    }

    void counted(boolean now) {
        counted = now;
    }

    int slot() {
        return slot;
    }

    void slot(int newSlot) {
        slot = newSlot;
    }
}
