package io.tidings.session;

import io.tidings.fanout.Subscription;
import io.tidings.topic.Topic;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions somebody wants to see.
 *
 * @param user those of this user; null for everybody's
 * @param topic those with a subscription that covers this topic; null for all
 */
public record SessionFilter(@Nullable String user, @Nullable Topic topic) {

    /** Whether it wants all. */
    boolean isEverything() {
        return user == null && topic == null;
    }

    /** Whether it wants a session. The session's event loop calls. */
    boolean accepts(NettySession session) {
        return isOfUser(session) && (topic == null || covers(session, topic));
    }

    private boolean isOfUser(NettySession session) {
        Principal principal = session.getPrincipal();
        return user == null || (principal != null && user.equals(principal.getName()));
    }

    private static boolean covers(NettySession session, Topic topic) {
        for (Subscription subscription : session.stomp().subscriptions().values()) {
            if (subscription.request().pattern().matches(topic)) {
                return true;
            }
        }
        return false;
    }
}
