package io.tidings.fanout;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subscription of one session. Only its lane's event loop calls, where nothing else is said. */
public final class Subscription {

    private final Lane lane;

    private final Outbox outbox;

    private final SubscriptionRequest request;

    private @Nullable Consumer<Live> whenLive;

    private @Nullable Group group;

    private int slot = -1;

    /** Read by the replica's thread too. */
    private volatile boolean cancelled;

    /** Whether the lane's interest counts it; only the replica's thread touches it. */
    private boolean counted;

    private @Nullable Replay replay;

    Subscription(Lane lane, Outbox outbox, SubscriptionRequest request, Consumer<Live> whenLive) {
        this.lane = lane;
        this.outbox = outbox;
        this.request = request;
        this.whenLive = whenLive;
    }

    /** What the client asked for. */
    public SubscriptionRequest request() {
        return request;
    }

    /** Whether its client has been sent all that it was owed, so that it gets updates as they come. */
    public boolean isLive() {
        return group != null && replay == null;
    }

    Outbox outbox() {
        return outbox;
    }

    Lane lane() {
        return lane;
    }

    /** Tells the client, once, that what it was owed has been sent. */
    void live(Live from) {
        Consumer<Live> told = whenLive;
        whenLive = null;
        if (told != null) {
            told.accept(from);
        }
    }

    /** Whether the client has been told that. */
    boolean isAnnounced() {
        return whenLive == null;
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
        if (replay != null) {
            outbox.replays(lane).remove(replay);
            replay.cancel();
            replay = null;
        }
        live(Live.NEVER);
    }

    void joined(Group joined) {
        group = joined;
    }

    @Nullable
    Group group() {
        return group;
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
