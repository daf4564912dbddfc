package io.tidings.session;

import io.tidings.fanout.StompVersion;
import io.tidings.fanout.Subscription;
import io.tidings.fanout.SubscriptionRequest;
import io.tidings.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/** Reads which subscription a SUBSCRIBE or an UNSUBSCRIBE means. */
final class SubscriptionId {

    /** As a destination, which may stand for it, is at the longest; operators find it in a path. */
    private static final int LONGEST = 300;

    private SubscriptionId() {}

    /**
     * The {@code id}. In STOMP 1.0 it may be left out: then the destination stands for it.
     *
     * @throws StompRefusal if it is missing or too long
     */
    static String of(NettySession session, StompHeaderAccessor frame) {
        String id = frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_ID_HEADER);
        String named =
                id == null && session.outbox().version() == StompVersion.V1_0 ? byDestination(session, frame) : id;
        if (named == null) {
            throw new StompRefusal("id: missing (expected: a header with it)");
        }
        if (named.length() > LONGEST) {
            throw new StompRefusal("id: of " + named.length() + " characters (expected: at most " + LONGEST + ")");
        }
        return named;
    }

    /** An UNSUBSCRIBE may name the destination of a subscription that has an id. */
    private static @Nullable String byDestination(NettySession session, StompHeaderAccessor frame) {
        String destination = frame.getFirstNativeHeader(StompHeaderAccessor.STOMP_DESTINATION_HEADER);
        if (frame.getCommand() == StompCommand.SUBSCRIBE
                || session.stomp().subscriptions().containsKey(destination)) {
            return destination;
        }
        return session.stomp().subscriptions().values().stream()
                .map(Subscription::request)
                .filter(request -> destination(request).equals(destination))
                .map(SubscriptionRequest::id)
                .findFirst()
                .orElse(destination);
    }

    private static String destination(SubscriptionRequest request) {
        String shown = request.shownDestination();
        return shown == null ? Topic.DESTINATION_PREFIX + request.pattern().text() : shown;
    }
}
