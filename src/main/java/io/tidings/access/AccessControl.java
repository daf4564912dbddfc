package io.tidings.access;

import io.tidings.access.AccessMetrics.Reason;
import io.tidings.topic.AccessAction;
import io.tidings.topic.AccessRule;
import io.tidings.topic.Namespace;
import io.tidings.topic.RuleValues;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may subscribe, read the history and publish, by the rules of the namespace. A user's own topic, one with a
 * segment that starts with {@code @}, is for that user alone, and canaries are for this node's own session. A decision is there at once, unless the authorizer must be
 * asked first; it never fails. Any thread may call.
 */
public final class AccessControl {

    private static final CompletableFuture<Decision> ALLOWED = CompletableFuture.completedFuture(Decision.ALLOWED);

    private static final CompletableFuture<Decision> DENIED = CompletableFuture.completedFuture(Decision.DENIED);

    private final Authorizer authorizer;

    private final AccessMetrics metrics;

    AccessControl(Authorizer authorizer, AccessMetrics metrics) {
        this.authorizer = authorizer;
        this.metrics = metrics;
    }

    /**
     * Whether the principal may subscribe to every topic that the pattern matches. Another user's own topic may not be
     * subscribed to, whatever the rules say.
     *
     * @param principal null for a client that has not shown who it is
     * @param namespace the pattern's
     */
    public CompletableFuture<Decision> subscribe(
            @Nullable Principal principal, TopicPattern pattern, Namespace namespace) {
        return ofPattern(principal, AccessAction.SUBSCRIBE, pattern, namespace);
    }

    /** Whether the principal may be sent the past of every topic that the pattern matches, if it may subscribe to them. */
    public CompletableFuture<Decision> readHistory(
            @Nullable Principal principal, TopicPattern pattern, Namespace namespace) {
        return ofPattern(principal, AccessAction.READ_HISTORY, pattern, namespace);
    }

    /**
     * Whether the principal may publish. To another user's own topic it may only by a rule that not everybody meets, one
     * that asks for a scope or the authorizer: else anyone might write into anyone's notifications.
     *
     * @param principal null for a client that has not shown who it is
     * @param namespace the topic's
     */
    public CompletableFuture<Decision> publish(@Nullable Principal principal, Topic topic, Namespace namespace) {
        if (principal instanceof CanaryUser) {
            return denied(AccessAction.PUBLISH, Reason.OWNER);
        }
        Namespace.Access access = namespace.access();
        AccessRule rule = access.rules().isEmpty()
                ? access.publish()
                : access.deciding(AccessAction.PUBLISH, topic, values(principal));
        if (rule.who() == AccessRule.Who.AUTHORIZER) {
            return ask(new Question(principal, AccessAction.PUBLISH, new TopicPattern(topic.name())));
        }
        if (!satisfies(principal, rule)) {
            return denied(AccessAction.PUBLISH, Reason.RULE);
        }
        return rule.who() == AccessRule.Who.SCOPE || owns(principal, topic.name())
                ? ALLOWED
                : denied(AccessAction.PUBLISH, Reason.OWNER);
    }

    private CompletableFuture<Decision> ofPattern(
            @Nullable Principal principal, AccessAction action, TopicPattern pattern, Namespace namespace) {
        if (principal instanceof CanaryUser) {
            return pattern.isCanary() ? ALLOWED : denied(action, Reason.OWNER);
        }
        Set<AccessRule> required = namespace.access().required(action, pattern, values(principal));
        boolean asks = false;
        for (AccessRule rule : required) {
            if (rule.who() == AccessRule.Who.AUTHORIZER) {
                asks = true;
            } else if (!satisfies(principal, rule)) {
                return denied(action, Reason.RULE);
            }
        }
        if (!owns(principal, pattern.text())) {
            return denied(action, Reason.OWNER);
        }
        return asks ? ask(new Question(principal, action, pattern)) : ALLOWED;
    }

    private CompletableFuture<Decision> ask(Question question) {
        return authorizer.ask(question).thenApply(decision -> counted(question.action(), decision));
    }

    private Decision counted(AccessAction action, Decision decision) {
        if (!decision.isAllowed()) {
            metrics.denied(action, decision == Decision.DENIED ? Reason.AUTHORIZER : Reason.UNKNOWN);
        }
        return decision;
    }

    private CompletableFuture<Decision> denied(AccessAction action, Reason reason) {
        metrics.denied(action, reason);
        return DENIED;
    }

    private static boolean satisfies(@Nullable Principal principal, AccessRule rule) {
        return switch (rule.who()) {
            case ANYONE -> true;
            case AUTHENTICATED -> principal != null;
            case SCOPE -> principal instanceof Scoped scoped && scoped.scopes().contains(rule.scope());
            case NOBODY, AUTHORIZER -> false;
        };
    }

    private static RuleValues values(@Nullable Principal principal) {
        return new RuleValues(
                principal == null ? null : principal.getName(),
                name -> principal instanceof Scoped scoped ? scoped.claim(name) : List.of());
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
            return false; // No topic can name such a user.
        }
    }
}
