package io.tidings.access;

import io.tidings.topic.AccessRule;
import io.tidings.topic.Namespace;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.security.Principal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may subscribe and publish, by the rules of the namespace. A user's own topic, one with a segment that starts
 * with {@code @}, is for that user alone. Any thread may call.
 */
public final class AccessControl {

    private final AccessMetrics metrics;

    AccessControl(AccessMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Whether the principal may subscribe. Another user's own topic may not be subscribed to, whatever the rule says.
     *
     * @param principal null for a client that has not shown who it is
     * @param namespace the pattern's
     */
    public boolean maySubscribe(@Nullable Principal principal, TopicPattern pattern, Namespace namespace) {
        boolean allowed = satisfies(principal, namespace.access().subscribe()) && owns(principal, pattern.text());
        if (!allowed) {
            metrics.subscribeDenied();
        }
        return allowed;
    }

    /**
     * Whether the principal may publish. To another user's own topic it may only where the rule asks for a scope: rules
     * that everybody meets would let anyone write into anyone's notifications.
     *
     * @param principal null for a client that has not shown who it is
     * @param namespace the topic's
     */
    public boolean mayPublish(@Nullable Principal principal, Topic topic, Namespace namespace) {
        AccessRule rule = namespace.access().publish();
        boolean allowed =
                satisfies(principal, rule) && (rule.who() == AccessRule.Who.SCOPE || owns(principal, topic.name()));
        if (!allowed) {
            metrics.publishDenied();
        }
        return allowed;
    }

    private static boolean satisfies(@Nullable Principal principal, AccessRule rule) {
        return switch (rule.who()) {
            case ANYONE -> true;
            case AUTHENTICATED -> principal != null;
            case NOBODY -> false;
            case SCOPE -> principal instanceof Scoped scoped && scoped.scopes().contains(rule.scope());
        };
    }

    /** Whether every segment that names a user names this one. */
    private static boolean owns(@Nullable Principal principal, String name) {
        return name.indexOf('@') < 0
                || Arrays.stream(name.split("\\."))
                        .filter(segment -> segment.startsWith("@"))
                        .allMatch(segment -> principal != null && isNamed(segment, principal.getName()));
    }

    private static boolean isNamed(String segment, String user) {
        try {
            return Topic.ofUser("own", user).key().equals(segment);
        } catch (IllegalArgumentException e) {
            return false; // No topic can name a user whose name is that long.
        }
    }
}
