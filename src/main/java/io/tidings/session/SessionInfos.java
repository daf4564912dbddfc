package io.tidings.session;

import io.tidings.fanout.Subscription;
import io.tidings.fanout.SubscriptionRequest;
import io.tidings.topic.Topic;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Describes sessions. Only their event loops call. */
final class SessionInfos {

    private SessionInfos() {}

    static SessionInfo of(NettySession session, long nowNanos) {
        StompState stomp = session.stomp();
        Principal principal = session.getPrincipal();
        StompState.HeartBeat beat = stomp.heartBeat();
        boolean connected = stomp.phase() != StompState.Phase.NEW;
        return new SessionInfo(
                session.number(),
                principal == null ? null : principal.getName(),
                session.clientAddress().getHostAddress(),
                stomp.phase().name().toLowerCase(Locale.ROOT),
                connected ? session.outbox().version().text() : null,
                Instant.now().minusNanos(nowNanos - stomp.bornNanos()),
                new SessionInfo.HeartBeat(Duration.ofNanos(beat.sendNanos()), Duration.ofNanos(beat.receiveNanos())),
                Duration.ofNanos(Math.max(0, nowNanos - stomp.lastReadNanos())),
                stomp.subscriptions().size(),
                session.outbox().pending(nowNanos));
    }

    static List<SubscriptionInfo> subscriptions(NettySession session) {
        return session.stomp().subscriptions().values().stream()
                .map(SessionInfos::of)
                .sorted(Comparator.comparing(SubscriptionInfo::id))
                .toList();
    }

    private static SubscriptionInfo of(Subscription subscription) {
        SubscriptionRequest request = subscription.request();
        String pattern = request.pattern().text();
        String shown = request.shownDestination();
        return new SubscriptionInfo(
                request.id(),
                shown == null ? Topic.DESTINATION_PREFIX + pattern : shown,
                pattern,
                request.flow().conflates(),
                request.flow().maxRate(),
                subscription.isLive());
    }
}
