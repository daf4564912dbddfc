package io.tidings.fanout;

import io.tidings.replica.View;
import io.tidings.topic.Update;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What a subscription is owed from before it began, sent as its outbox becomes writable; news that come meanwhile are held
 * until then.
 */
final class Replay {

    private final Subscription subscription;

    private final Group group;

    private final View view;

    private final Iterator<Update> snapshot;

    private final Deque<Update> held = new ArrayDeque<>();

    private boolean announced;

    private boolean overflowed;

    Replay(Subscription subscription, Group group, View view) {
        this.subscription = subscription;
        this.group = group;
        this.view = view;
        this.snapshot = subscription.request().snapshot()
                ? view.lastValues().iterator()
                : List.<Update>of().iterator();
    }

    Subscription subscription() {
        return subscription;
    }

    /** Keeps news for later; ends the session if the client is too slow even for what was owed. */
    void hold(List<Update> news) {
        Lane lane = subscription.lane();
        if (overflowed) {
            return;
        }
        if (held.size() + news.size() <= lane.properties().maxHeld()) {
            held.addAll(news);
        } else {
            overflowed = true;
            held.clear();
            lane.execute(() -> subscription.outbox().giveUp("snapshot not taken in time"));
        }
    }

    /** Sends as much as the outbox takes; goes live when all is sent. After an overflow what follows would leave a hole. */
    void pump() {
        while (!overflowed
                && !subscription.isCancelled()
                && subscription.outbox().isWritable()) {
            if (snapshot.hasNext()) {
                send(snapshot.next(), true);
            } else if (!announced) {
                announced = true;
                subscription.live(view.cursor());
            } else if (!held.isEmpty()) {
                send(held.remove(), false);
            } else {
                end();
                return;
            }
        }
    }

    private void send(Update update, boolean state) {
        subscription.outbox().write(subscription.lane().encoder().encode(group, update, state));
    }

    private void end() {
        subscription.replaying(null);
        group.replayEnded(this);
        group.addLive(subscription);
    }
}
