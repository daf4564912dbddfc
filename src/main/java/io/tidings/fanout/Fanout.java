package io.tidings.fanout;

import io.netty.channel.EventLoop;
import io.tidings.replica.ReplicaListener;
import io.tidings.replica.View;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Delivers what the replica learns to the lanes that want it, and lets subscriptions join without a hole or a double. */
public final class Fanout implements ReplicaListener {

    /** The most event loops that sessions may live on. */
    public static final int MAX_EVENT_LOOPS = Lanes.MAX_LANES;

    private final ViewSource views;

    private final Lanes lanes;

    private final Interests interests = new Interests();

    /** Subscriptions that have ended, until the replica's thread comes by and lets go of the lanes' interest. */
    private final Queue<Subscription> left = new ConcurrentLinkedQueue<>();

    /** The lanes that have got something since the last flush; only the replica's thread touches it. */
    private long touched;

    Fanout(ViewSource views, Lanes lanes) {
        this.views = views;
        this.lanes = lanes;
    }

    /**
     * Subscribes. The event loop of the session calls, and what comes of it happens there.
     *
     * @param whenLive called once, when all that was owed has been written, with the cursor at which live begins; with an
     *     empty one if the subscription ends before that
     * @param whenRefused called instead if the replica cannot answer now; not once the subscription has ended
     * @throws io.tidings.topic.UnknownNamespaceException if the pattern's namespace is not served here
     */
    public Subscription subscribe(
            EventLoop loop, Outbox outbox, SubscriptionRequest request, Consumer<Live> whenLive, Runnable whenRefused) {
        Lane lane = lanes.of(loop);
        Subscription subscription = new Subscription(lane, outbox, request, whenLive);
        views.view(
                request.query(),
                view -> join(subscription, view),
                () -> lane.execute(() -> refuse(subscription, whenRefused)));
        return subscription;
    }

    /** Ends a subscription. The event loop of the session calls. */
    public void unsubscribe(Subscription subscription) {
        if (!subscription.isCancelled()) {
            subscription.cancel();
            left.add(subscription);
        }
    }

    /** How many of this node's subscriptions cover each topic, in the topics' order. The replica's thread calls. */
    public int[] count(List<Topic> topics) {
        forgetLeft();
        return topics.stream().mapToInt(interests::count).toArray();
    }

    @Override
    public void updated(Update update) {
        long wanted = interests.lanes(update.topic());
        touched |= wanted;
        while (wanted != 0) {
            lanes.get(Long.numberOfTrailingZeros(wanted)).add(update);
            wanted &= wanted - 1;
        }
    }

    /** What subscriptions to the namespace were sent may not stand any more: each begins anew, where it is. */
    @Override
    public void reset(String namespace) {
        for (Lane lane : lanes.all()) {
            // Behind what was joined or published before, or a subscription of that time would be left standing.
            lane.addAndWake(() -> lane.reset(namespace));
        }
    }

    private void join(Subscription subscription, View view) {
        forgetLeft();
        if (!subscription.isCancelled()) {
            count(subscription, true);
            Lane lane = subscription.lane();
            lane.addAndWake(() -> lane.join(subscription, view));
        }
    }

    private static void refuse(Subscription subscription, Runnable whenRefused) {
        if (!subscription.isCancelled()) {
            whenRefused.run();
        }
    }

    private void forgetLeft() {
        Subscription subscription;
        while ((subscription = left.poll()) != null) {
            count(subscription, false);
        }
    }

    private void count(Subscription subscription, boolean wanted) {
        if (subscription.isCounted() == wanted) {
            return;
        }
        subscription.counted(wanted);
        TopicPattern pattern = subscription.request().pattern();
        int lane = subscription.lane().number();
        if (wanted) {
            interests.add(pattern, lane);
        } else {
            interests.remove(pattern, lane);
        }
    }

    @Override
    public void flushed() {
        forgetLeft();
        long waking = touched;
        touched = 0;
        while (waking != 0) {
            lanes.get(Long.numberOfTrailingZeros(waking)).wake();
            waking &= waking - 1;
        }
    }
}
