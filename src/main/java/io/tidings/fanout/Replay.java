package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.tidings.fanout.FanoutMetrics.Gap;
import io.tidings.replica.View;
import io.tidings.replica.ViewQuery;
import io.tidings.topic.Cursor;
import io.tidings.topic.Flow;
import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on its way to being live: it gets what a view owes it, then the news that were held meanwhile. If more
 * come than may be held it lets them pass, sends what it has, and goes on from there with a new view: round after round,
 * until it has caught up. One that conflates is on this way too, with nothing owed, while its client takes less than comes.
 * Only the lane's event loop calls.
 */
final class Replay {

    private static final int CHUNK_BYTES = 32 * 1024;

    private static final String TOO_MANY_TOPICS = "behind with too many topics";

    private static final View NOTHING = new View(false, List.of(), List.of(), Cursor.of(Map.of()));

    private final Subscription subscription;

    private final Group group;

    private final Lane lane;

    /** News since the view, without a hole but for what newer ones took the place of. */
    private final Held held;

    /** The offsets of held news that were sent. */
    private final Map<LogId, Long> moved = new HashMap<>();

    private View view = NOTHING;

    private Owed owed = new Owed(NOTHING, false, null);

    /** Whether news are held; otherwise they pass, and a new view will have them. */
    private boolean holding;

    /** Whether the next view takes the place of all that was sent before. */
    private boolean voided;

    private boolean gap;

    /** The view that is waited for, if one is. */
    private @Nullable ViewQuery wanted;

    /** Up to which number the group's updates are known to the client. */
    private long joinedAt;

    /** Whether it was live before, and has no view to go on from. */
    private boolean behind;

    private boolean timed;

    private boolean ended;

    Replay(Subscription subscription, Group group) {
        this.subscription = subscription;
        this.group = group;
        this.lane = subscription.lane();
        this.held = held(subscription.request().flow(), lane);
    }

    private static Held held(Flow flow, Lane lane) {
        int most = lane.properties().maxHeld();
        return flow.conflates()
                ? new NewestHeld(flow.intervalNanos(), most, lane.metrics()::conflated)
                : new EveryHeld(most);
    }

    Subscription subscription() {
        return subscription;
    }

    long joinedAt() {
        return joinedAt;
    }

    /** Takes the news of this moment on, owing nothing. */
    void fallBehind() {
        holding = true;
        behind = true;
        lane.metrics().fellBehind();
    }

    /** Takes the news of this moment on, and owes what a view has from before it. */
    void join(View joined) {
        gap = joined.gap() || voided || isUnproven();
        joinedAt = group.number();
        Cursor position = gap && subscription.isAnnounced() ? joined.cursor() : null;
        view = joined;
        owed = new Owed(joined, gap, position);
        wanted = null;
        holding = true;
        behind = false;
        moved.clear();
        if (gap) {
            tellGap(position);
        }
        voided = false;
        settleIfDone();
    }

    /** Whether the answer to this query is what it waits for. */
    boolean wants(ViewQuery query) {
        return query.equals(wanted);
    }

    /** Keeps news for later. From the first that finds no room on none is kept, for there would be a hole. */
    void hold(List<Update> news) {
        if (!holding) {
            return;
        }
        boolean idle = !isOwing();
        if (!held.add(news, lane.nanoTime())) {
            stopHolding();
        } else if (idle) {
            lane.execute(this::goOn);
        }
    }

    /** Whether it has something to send. */
    boolean isOwing() {
        return owed.hasNext() || held.ready(lane.nanoTime()) > 0;
    }

    /** Sends a chunk of at most so many updates. Returns their number. */
    int send(int most) {
        ByteBuf chunk = lane.encoder().buffer(Math.min(most, owed.remaining() + held.ready(lane.nanoTime())));
        int sent = 0;
        try {
            while (sent < most && chunk.readableBytes() < CHUNK_BYTES && appendNext(chunk)) {
                sent++;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            chunk.release();
            throw e;
        }
        lane.meters().written(chunk.readableBytes());
        subscription.outbox().writeOwed(chunk);
        lane.metrics().replayed(sent);
        settleIfDone();
        return sent;
    }

    /** All that was sent or is owed does not stand any more: begins anew, with a view of what does. */
    void startOver() {
        forget();
        voided = true;
        ask(subscription.request().query(null));
    }

    /** The subscription has ended. */
    void cancel() {
        forget();
        wanted = null;
        ended = true;
        lane.metrics().replayEnded();
    }

    private void forget() {
        owed = new Owed(NOTHING, false, null);
        held.clear();
        holding = false;
    }

    /** A new view has what passes by, unless it is not known from where on it would have to tell. */
    private void stopHolding() {
        holding = false;
        if (behind || subscription.request().flow().maxRate() > 0) {
            held.clear();
            // Later, for it ends the session's subscriptions, which are walked now.
            lane.execute(() -> subscription.outbox().giveUp(Outbox.Cause.TOPICS, TOO_MANY_TOPICS));
        }
    }

    private void goOn() {
        if (ended || !holding) {
            return;
        }
        if (isOwing()) {
            subscription.outbox().replays(lane).add(this);
        } else {
            settleIfDone();
        }
    }

    private boolean appendNext(ByteBuf chunk) {
        if (owed.hasNext()) {
            Update update = owed.next();
            lane.encoder().append(chunk, group, update, owed.marks());
            return true;
        }
        Update update = subscription.isAnnounced() ? held.poll(lane.nanoTime()) : null;
        if (update == null) {
            return false;
        }
        lane.encoder().append(chunk, group, update, Marks.NEWS);
        if (update.position().source() instanceof LogId log) {
            moved.put(log, update.position().offset());
        }
        return true;
    }

    /** Says that there is a gap where no update can say it, to a client that knows what that means. */
    private void tellGap(@Nullable Cursor position) {
        boolean told = owed.hasNext();
        if (!told && subscription.request().resumes()) {
            ByteBuf frame = lane.encoder().buffer(1);
            lane.encoder().appendGap(frame, group, new Marks(false, true, position));
            subscription.outbox().writeOwed(frame);
            lane.flushLater(subscription.outbox());
            told = true;
        }
        if (told) {
            lane.metrics().gap(voided ? Gap.RESET : subscription.isAnnounced() ? Gap.BEHIND : Gap.SINCE);
        }
    }

    private void settleIfDone() {
        if (owed.hasNext()) {
            return;
        }
        subscription.live(new Live(view.cursor(), gap));
        if (held.ready(lane.nanoTime()) > 0 || subscription.isCancelled()) {
            return;
        }
        if (holding) {
            endIfInStep();
        } else {
            lane.metrics().round();
            ask(subscription.request().query(seen()));
        }
    }

    /** What the group sends next is news to it, and not too early. */
    private void endIfInStep() {
        if (held.isResting()) {
            lookAgain();
        } else if (!group.isWaiting(joinedAt)) {
            ended = true;
            subscription.replaying(null);
            group.replayEnded(this);
            lane.metrics().replayEnded();
        }
    }

    private void lookAgain() {
        if (!timed) {
            timed = true;
            lane.schedule(
                    () -> {
                        timed = false;
                        goOn();
                    },
                    held.restsUntilNanos() - lane.nanoTime());
        }
    }

    private boolean isUnproven() {
        return subscription.request().isUnproven() && !subscription.isAnnounced();
    }

    private Cursor seen() {
        TreeMap<LogId, Long> offsets = new TreeMap<>(view.cursor().offsets());
        offsets.putAll(moved);
        return new Cursor(offsets);
    }

    private void ask(ViewQuery query) {
        wanted = query;
        lane.rejoins().ask(query, this);
    }
}
