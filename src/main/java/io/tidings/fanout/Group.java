package io.tidings.fanout;

import io.netty.buffer.ByteBuf;
import io.tidings.topic.Flow;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a lane whose frames are the same bytes, at the same time: to one pattern, with one id, in one form, at
 * one rate. The updates of a drain are encoded once for all of them.
 */
final class Group {

    /**
     * What makes frames, and the times at which they are sent, the same. Ordered by the id alone, by which a map tells keys of
     * one hash code apart quickly: clients choose the ids.
     */
    record Key(String subscriptionId, FrameForm form, Deflation deflation, Flow flow) implements Comparable<Key> {

        static Key of(Subscription subscription) {
            SubscriptionRequest request = subscription.request();
            Deflation agreed = subscription.outbox().deflation();
            return new Key(
                    request.id(),
                    FrameForm.of(subscription),
                    agreed.in(request.pattern().namespace()),
                    request.flow());
        }

        @Override
        public int compareTo(Key other) {
            return subscriptionId.compareTo(other.subscriptionId);
        }
    }

    private final Interest interest;

    private final Key key;

    private final byte[] head;

    private final Members live = new Members();

    /** Those that are not live yet, or not at the moment: a set, for after a reset that may be all. */
    private final Set<Replay> replays = new LinkedHashSet<>();

    private final @Nullable DeflatedDelivery deflated;

    private final List<Update> pending = new ArrayList<>();

    /** Where there is a rate. */
    private final @Nullable Pacing pacing;

    /** Its place among the groups of its interest. */
    private int place;

    Group(Interest interest, Key key, @Nullable Pacing pacing) {
        this.interest = interest;
        this.key = key;
        this.pacing = pacing;
        this.head = ("MESSAGE\nsubscription:" + key.form().version().escape(key.subscriptionId()) + '\n')
                .getBytes(StandardCharsets.UTF_8);
        this.deflated = key.deflation().equals(Deflation.NONE) ? null : new DeflatedDelivery(this, key.deflation());
    }

    TopicPattern pattern() {
        return interest.pattern();
    }

    Key key() {
        return key;
    }

    int place() {
        return place;
    }

    void place(int newPlace) {
        place = newPlace;
    }

    /** What every frame starts with: the command and the subscription. */
    byte[] head() {
        return head;
    }

    boolean isEmpty() {
        return live.size() == 0 && replays.isEmpty();
    }

    /** From now on the subscription is live. */
    void replayEnded(Replay replay) {
        replays.remove(replay);
        live.add(replay.subscription());
    }

    /** From now on the subscription is not live any more. */
    void replayBegins(Replay replay) {
        if (replay.subscription().slot() >= 0) {
            live.remove(replay.subscription());
        }
        replays.add(replay);
    }

    void remove(Subscription subscription) {
        if (subscription.slot() >= 0) {
            live.remove(subscription);
        }
        Replay replay = subscription.replay();
        if (replay != null) {
            replays.remove(replay);
        }
        if (deflated != null) {
            deflated.left(subscription.outbox());
        }
        if (isEmpty()) {
            interest.remove(this);
            if (deflated != null) {
                deflated.close(subscription.lane());
            }
        }
    }

    /** Whether somebody gets what comes now with the next flush: neither later, at a rate, nor after what is owed. */
    boolean sendsAtOnce() {
        return pacing == null && live.size() > 0;
    }

    /** Adds every subscription to a list. */
    void collect(List<Subscription> found) {
        for (int i = 0; i < live.size(); i++) {
            found.add(live.get(i));
        }
        replays.forEach(replay -> found.add(replay.subscription()));
    }

    /** The number of the last update that has come: whoever joins now knows it, sent or not. */
    long number() {
        return pacing == null ? 0 : pacing.number();
    }

    /** Whether something that came up to this number is yet to be sent to those who do not know it. */
    boolean isWaiting(long upTo) {
        return pacing != null && pacing.isWaiting(upTo);
    }

    /** Keeps an update for the end of the drain. Returns whether it is the first since the last one. */
    boolean add(Update update) {
        pending.add(update);
        return pending.size() == 1;
    }

    /** Encodes what is pending and gives it to every member. Returns the number of deliveries. */
    long deliver(Lane lane) {
        try {
            List<Update> news = pacing == null ? pending : pacing.pace(this, pending, live.size());
            if (!replays.isEmpty()) {
                hold(news);
            }
            if (key.flow().conflates() && !news.isEmpty()) {
                passByThoseBehind(lane, news);
            }
            if (live.size() > 0 && !news.isEmpty()) {
                deliver(lane, news);
            }
            return (long) news.size() * live.size();
        } finally {
            pending.clear();
        }
    }

    private void hold(List<Update> news) {
        for (Replay replay : replays) {
            replay.hold(pacing == null ? news : pacing.after(replay.joinedAt()));
        }
    }

    /** They hold the newest update of each topic until their clients take something again. */
    private void passByThoseBehind(Lane lane, List<Update> news) {
        for (int i = live.size() - 1; i >= 0; i--) {
            if (live.get(i).outbox().isBehind()) {
                lane.fallBehind(live.get(i), this).hold(news);
            }
        }
    }

    private void deliver(Lane lane, List<Update> news) {
        if (deflated != null) {
            deflated.deliver(lane, live, news);
            return;
        }
        ByteBuf frames = lane.encoder().encode(this, news);
        lane.keepUntilFlushed(frames);
        lane.meters().encoded(news.size());
        lane.meters().written((long) frames.readableBytes() * live.size());
        for (int i = 0; i < live.size(); i++) {
            Outbox outbox = live.get(i).outbox();
            outbox.share(frames);
            lane.flushLater(outbox);
        }
    }
}
