package io.tidings.session;

import io.tidings.access.AccessControl;
import io.tidings.fanout.Fanout;
import io.tidings.fanout.Subscription;
import io.tidings.fanout.SubscriptionRequest;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.UnknownNamespaceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** SUBSCRIBE and UNSUBSCRIBE. */
final class SubscribeHandler implements FrameHandler {

    private final Namespaces namespaces;

    private final AccessControl access;

    private final Fanout fanout;

    private final StompFrames frames;

    private final int maxSubscriptions;

    SubscribeHandler(
            Namespaces namespaces, AccessControl access, Fanout fanout, StompFrames frames, int maxSubscriptions) {
        this.namespaces = namespaces;
        this.access = access;
        this.fanout = fanout;
        this.frames = frames;
        this.maxSubscriptions = maxSubscriptions;
    }

    @Override
    public void handle(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        SubscriptionRequest request = request(frame);
        checkNew(session, request.id());
        checkAccess(frame, request.pattern());
        if (request.flow().conflates()) {
            session.outbox().keepFresh();
        }
        String receipt = frame.getReceipt();
        Subscription subscription = subscribe(session, request, receipt);
        session.stomp().subscriptions().put(request.id(), subscription);
        session.stomp().whenEnded(() -> session.stomp().takeSubscriptions().forEach(fanout::unsubscribe));
    }

    /** UNSUBSCRIBE. STOMP 1.0 lets a client name the destination instead of an id. */
    void unsubscribe(NettySession session, StompHeaderAccessor frame, Message<?> message) {
        Subscription subscription = session.stomp().subscriptions().remove(id(frame));
        if (subscription != null) {
            fanout.unsubscribe(subscription);
        } else if (!session.stomp().wasTaken(id(frame))) {
            throw new StompRefusal("id: '" + id(frame) + "' (expected: that of a subscription)");
        }
        frames.receipt(session.getId(), frame.getReceipt(), null);
    }

    private SubscriptionRequest request(StompHeaderAccessor frame) {
        String destination = frame.getDestination();
        TopicPattern pattern = Destinations.pattern(destination, frame.getUser());
        boolean own = destination != null && Destinations.isUserQueue(destination);
        String ack = frame.getFirstNativeHeader("ack");
        Policy policy = namespace(pattern.namespace()).policy();
        return new SubscriptionRequest(
                id(frame),
                pattern,
                own ? destination : null,
                ack != null && !ack.equals("auto"),
                PastHeaders.read(frame, policy),
                RateHeader.read(frame, policy.flow()));
    }

    private static String id(StompHeaderAccessor frame) {
        String id = frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_ID_HEADER);
        String named = id != null ? id : frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_DESTINATION_HEADER);
        if (named == null) {
            throw new StompRefusal("id: missing (expected: a header with it)");
        }
        return named;
    }

    private void checkNew(NettySession session, String id) {
        Map<String, Subscription> subscriptions = session.stomp().subscriptions();
        if (subscriptions.containsKey(id)) {
            throw new StompRefusal("id: '" + id + "' (expected: not that of another subscription)");
        }
        if (subscriptions.size() >= maxSubscriptions) {
            throw new StompRefusal(
                    "subscriptions: over " + maxSubscriptions + " (expected: at most that in a session)");
        }
    }

    private void checkAccess(StompHeaderAccessor frame, TopicPattern pattern) {
        Namespace namespace = namespace(pattern.namespace());
        if (!access.maySubscribe(frame.getUser(), pattern, namespace)) {
            throw new StompRefusal(
                    "destination: '" + frame.getDestination() + "' (expected: one that you may subscribe to)");
        }
    }

    private Namespace namespace(String name) {
        try {
            return namespaces.get(name);
        } catch (UnknownNamespaceException e) {
            throw new StompRefusal(String.valueOf(e.getMessage()));
        }
    }

    private Subscription subscribe(NettySession session, SubscriptionRequest request, @Nullable String receipt) {
        return fanout.subscribe(
                session.loop(),
                session.outbox(),
                request,
                live -> frames.live(session.getId(), receipt, live),
                () -> frames.error(session.getId(), receipt, "subscribe: not ready (expected: a later attempt)"));
    }
}
