package io.tidings.session;

import io.tidings.fanout.Fanout;
import io.tidings.fanout.Subscription;
import io.tidings.fanout.SubscriptionRequest;
import io.tidings.topic.Flow;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicPattern;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** SUBSCRIBE and UNSUBSCRIBE. */
final class SubscribeHandler implements FrameHandler {

    private final Permissions permissions;

    private final Fanout fanout;

    private final StompFrames frames;

    private final SubscriptionLimits limits;

    SubscribeHandler(Permissions permissions, Fanout fanout, StompFrames frames, SubscriptionLimits limits) {
        this.permissions = permissions;
        this.fanout = fanout;
        this.frames = frames;
        this.limits = limits;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        SubscriptionRequest request = request(session, frame);
        checkNew(session, request.id());
        limits.checkPattern(session, request.pattern());
        String receipt = frame.getReceipt();
        permissions.subscribe(
                session, request, frame.getDestination(), receipt, () -> subscribe(session, request, receipt));
    }

    /** SUBSCRIBE to what a method of the service answers. */
    void answered(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        String id = SubscriptionId.of(session, frame);
        checkNew(session, id);
        session.stomp().answered(id);
    }

    /** UNSUBSCRIBE. STOMP 1.0 lets a client name the destination instead of an id. */
    void unsubscribe(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        StompState stomp = session.stomp();
        String id = SubscriptionId.of(session, frame);
        Subscription subscription = stomp.subscriptions().remove(id);
        if (subscription != null) {
            fanout.unsubscribe(subscription);
        } else if (!stomp.wasTaken(id) && !stomp.endAnswered(id)) {
            throw new StompRefusal("id: '" + id + "' (expected: that of a subscription)");
        }
        frames.receipt(session.getId(), frame.getReceipt(), null);
    }

    private SubscriptionRequest request(NettySession session, StompHeaderAccessor frame) {
        String destination = frame.getDestination();
        TopicPattern pattern = Destinations.pattern(destination, frame.getUser());
        boolean own = destination != null && Destinations.isUserQueue(destination);
        String ack = frame.getFirstNativeHeader("ack");
        Policy policy = permissions.namespace(pattern.namespace()).policy();
        return new SubscriptionRequest(
                SubscriptionId.of(session, frame),
                pattern,
                own ? destination : null,
                ack != null && !ack.equals("auto"),
                PastHeaders.read(frame, policy),
                // A canary of one log must not go under in those of the others.
                pattern.isCanary() ? Flow.EVERY_UPDATE : RateHeader.read(frame, policy.flow()));
    }

    private void checkNew(NettySession session, String id) {
        Set<String> subscriptions = session.stomp().subscriptions().keySet();
        Set<String> answered = session.stomp().answered();
        if (subscriptions.contains(id) || answered.contains(id)) {
            throw new StompRefusal("id: '" + id + "' (expected: not that of another subscription)");
        }
        limits.checkCount(session);
    }

    private void subscribe(NettySession session, SubscriptionRequest request, @Nullable String receipt) {
        if (request.flow().conflates()) {
            session.outbox().keepFresh();
        }
        Subscription subscription = begin(session, request, receipt);
        session.stomp().subscriptions().put(request.id(), subscription);
        session.stomp().whenEnded(() -> session.stomp().takeSubscriptions().forEach(fanout::unsubscribe));
    }

    private Subscription begin(NettySession session, SubscriptionRequest request, @Nullable String receipt) {
        return fanout.subscribe(
                session.loop(),
                session.outbox(),
                request,
                live -> frames.live(session.getId(), receipt, live),
                () -> frames.error(session.getId(), receipt, "subscribe: not ready (expected: a later attempt)"));
    }
}
