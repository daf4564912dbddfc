package io.tidings.session;

import io.tidings.fanout.Subscription;
import io.tidings.topic.TopicPattern;
import java.util.Map;

/**
 * How many subscriptions a session may have, and how many of them to patterns, each of which is looked for with every update
 * of its namespace.
 */
record SubscriptionLimits(int subscriptions, int patterns) {

    /** Refuses one more subscription if it is too many. */
    void checkCount(NettySession session) {
        StompState stomp = session.stomp();
        if (!Sessions.isOwn(session)
                && stomp.subscriptions().size() + stomp.answered().size() >= subscriptions) {
            session.limited(Limit.SUBSCRIPTIONS);
            throw new StompRefusal("subscriptions: over " + subscriptions + " (expected: at most that in a session)");
        }
    }

    /** Refuses one more subscription to a pattern if it is too many. */
    void checkPattern(NettySession session, TopicPattern pattern) {
        if (!pattern.isExact() && patterns(session.stomp().subscriptions()) >= patterns) {
            session.limited(Limit.PATTERNS);
            throw new StompRefusal("patterns: over " + patterns + " (expected: at most that in a session)");
        }
    }

    private static long patterns(Map<String, Subscription> known) {
        return known.values().stream()
                .filter(subscription -> !subscription.request().pattern().isExact())
                .count();
    }
}
