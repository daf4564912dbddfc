package io.tidings.session;

import io.tidings.access.AccessControl;
import io.tidings.access.Decision;
import io.tidings.fanout.SubscriptionRequest;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.UnknownNamespaceException;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;

/** Lets SUBSCRIBE and SEND through where access control does, now or when it has decided. A session's event loop calls. */
final class Permissions {

    private static final CompletableFuture<Decision> ALLOWED = CompletableFuture.completedFuture(Decision.ALLOWED);

    private final Namespaces namespaces;

    private final AccessControl access;

    private final Decisions decisions;

    Permissions(Namespaces namespaces, AccessControl access, Decisions decisions) {
        this.namespaces = namespaces;
        this.access = access;
        this.decisions = decisions;
    }

    /**
     * The namespace of a name.
     *
     * @throws StompRefusal if there is none
     */
    Namespace namespace(String name) {
        try {
            return namespaces.get(name);
        } catch (UnknownNamespaceException e) {
            throw new StompRefusal(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Goes on when the client is found to be allowed a subscription, with as much of the past as it asks for; otherwise the
     * frame is refused.
     *
     * @param destination as the client named it
     */
    void subscribe(
            NettySession session,
            SubscriptionRequest request,
            @Nullable String destination,
            @Nullable String receipt,
            Runnable then) {
        Principal user = session.getPrincipal();
        TopicPattern pattern = request.pattern();
        Namespace namespace = namespace(pattern.namespace());
        CompletableFuture<Void> allowed = access.subscribe(user, pattern, namespace)
                .thenAccept(decision -> check(decision, destination, "one that you may subscribe to"));
        if (request.past().isHistory()) {
            allowed = allowed.thenCompose(live -> access.readHistory(user, pattern, namespace))
                    .thenAccept(decision ->
                            check(decision, destination, "without since and history, for you may not read what was"));
        }
        decisions.await(session, new Decisions.Waiting(StompCommand.SUBSCRIBE, receipt), allowed, done -> then.run());
    }

    /** Goes on when a user is found to be allowed all that the session has subscribed to; otherwise the frame is refused. */
    void keep(NettySession session, Principal user, Decisions.Waiting frame, Runnable then) {
        List<TopicPattern> patterns = session.stomp().subscriptions().values().stream()
                .map(subscription -> subscription.request().pattern())
                .toList();
        CompletableFuture<List<Decision>> decided = InTurn.decide(
                session, patterns, pattern -> access.subscribe(user, pattern, namespace(pattern.namespace())));
        decisions.await(session, frame, decided, all -> {
            for (int i = 0; i < all.size(); i++) {
                String destination = Topic.DESTINATION_PREFIX + patterns.get(i).text();
                check(all.get(i), destination, "one that the fresh token allows");
            }
            then.run();
        });
    }

    /** Whether the client may publish to a topic. */
    CompletableFuture<Decision> publish(NettySession session, Topic topic) {
        Principal user = session.getPrincipal();
        Namespace namespace = namespace(topic.namespace());
        if (namespace.access().rules().isEmpty()) {
            return access.publish(user, topic, namespace);
        }
        AllowedTopics allowed = session.stomp().allowedTopics();
        if (allowed.has(user, topic)) {
            return ALLOWED;
        }
        CompletableFuture<Decision> decision = access.publish(user, topic, namespace);
        if (decision.getNow(Decision.UNKNOWN) == Decision.ALLOWED) {
            allowed.add(user, topic);
        }
        return decision;
    }

    /**
     * Refuses a SEND that is not allowed.
     *
     * @throws StompRefusal if it is not
     */
    static void checkPublish(Decision decision, @Nullable String destination) {
        check(decision, destination, "one that you may publish to");
    }

    /** Goes on when a decision is there. */
    <T> void await(NettySession session, Decisions.Waiting frame, CompletableFuture<T> decision, Consumer<T> then) {
        decisions.await(session, frame, decision, then);
    }

    private static void check(Decision decision, @Nullable String destination, String expected) {
        if (decision == Decision.DENIED) {
            throw new StompRefusal("destination: '" + destination + "' (expected: " + expected + ")");
        }
        if (decision == Decision.UNKNOWN) {
            throw new StompRefusal(
                    "destination: '" + destination + "' cannot be decided on now (expected: a later attempt)");
        }
    }
}
