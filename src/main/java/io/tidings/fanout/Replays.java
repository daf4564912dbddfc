package io.tidings.fanout;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one session is owed from before its subscriptions are live: sent as fast as the client takes it and the rate lets
 * it, in turns, so that live updates and other sessions of the event loop have theirs in between. Only the lane's event
 * loop calls.
 */
final class Replays {

    private final Lane lane;

    private final Outbox outbox;

    private final Pace pace;

    private final Set<Replay> owing = new LinkedHashSet<>();

    private boolean scheduled;

    private boolean watched;

    private boolean turning;

    /** When the client last took something, or was owed something again. */
    private long lastTakenNanos;

    Replays(Lane lane, Outbox outbox) {
        this.lane = lane;
        this.outbox = outbox;
        this.pace = new Pace(lane.properties().replayRate(), lane.nanoTime());
    }

    /** Has a replay sent, in turn with the others. */
    void add(Replay replay) {
        put(replay);
        scheduleTurn();
    }

    /** Has a replay sent, its beginning at once if no other waits. The caller flushes. */
    void begin(Replay replay) {
        put(replay);
        if (owing.size() == 1 && !scheduled && pace.delayNanos(lane.nanoTime()) == 0) {
            turn();
        }
        scheduleTurn();
        rest();
    }

    void remove(Replay replay) {
        owing.remove(replay);
        rest();
    }

    /** Goes on, now that the client has taken what was sent. */
    void resume() {
        scheduleTurn();
    }

    private void put(Replay replay) {
        if (!replay.isOwing()) {
            return;
        }
        if (owing.isEmpty()) {
            lastTakenNanos = lane.nanoTime();
        }
        owing.add(replay);
    }

    private void scheduleTurn() {
        if (scheduled || owing.isEmpty()) {
            return;
        }
        if (outbox.isWritable()) {
            scheduled = true;
            lane.schedule(this::runTurn, pace.delayNanos(lane.nanoTime()));
        } else if (!watched) {
            watched = true;
            lane.schedule(this::watch, lane.properties().replayTimeout().toNanos());
        }
    }

    private void runTurn() {
        scheduled = false;
        turn();
        outbox.flush();
        lane.meters().flushed(1);
        scheduleTurn();
        rest();
    }

    /** Nothing is owed and nothing is to be waited for: most sessions never need it again. */
    private void rest() {
        if (owing.isEmpty() && !scheduled && !turning && pace.delayNanos(lane.nanoTime()) == 0) {
            outbox.letGoOfReplays();
        }
    }

    private void turn() {
        long now = lane.nanoTime();
        turning = true;
        int left = lane.properties().maxDrain();
        while (left > 0 && !owing.isEmpty() && outbox.isWritable()) {
            int sent = send(next(), left);
            left -= sent;
            pace.spend(sent, now);
        }
        turning = false;
        lastTakenNanos = now;
    }

    private Replay next() {
        Replay replay = owing.iterator().next();
        owing.remove(replay);
        return replay;
    }

    private int send(Replay replay, int most) {
        if (!replay.isOwing()) {
            return 0;
        }
        try {
            int sent = replay.send(most);
            if (replay.isOwing()) {
                owing.add(replay);
            }
            return sent;
        } catch (RuntimeException | OutOfMemoryError e) {
            lane.giveUp(List.of(replay.subscription()), e);
            return 0;
        }
    }

    /** A client that takes nothing would keep what it is owed in memory for ever. */
    private void watch() {
        watched = false;
        if (owing.isEmpty() || outbox.isWritable()) {
            return;
        }
        long idle = lane.nanoTime() - lastTakenNanos;
        long left = lane.properties().replayTimeout().toNanos() - idle;
        if (left <= 0) {
            outbox.giveUp(Outbox.Cause.REPLAY, "nothing taken of what was owed");
        } else {
            watched = true;
            lane.schedule(this::watch, left);
        }
    }
}
