package io.tidings.admin;

import io.tidings.session.SessionDirectory;
import io.tidings.session.SessionFilter;
import io.tidings.session.SessionInfo;
import io.tidings.session.SubscriptionInfo;
import io.tidings.topic.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import tools.jackson.core.type.TypeReference;

/** Answers other nodes' questions, and this one's own, about the sessions here. */
@Component
final class SessionQuestions implements SmartInitializingSingleton {

    static final String LIST = "sessions";

    static final String FIND = "session";

    static final String SUBSCRIPTIONS = "session-subscriptions";

    static final String CLOSE = "session-close";

    static final String END_SUBSCRIPTION = "subscription-end";

    private final NodeQuestions nodes;

    private final SessionDirectory sessions;

    SessionQuestions(NodeQuestions nodes, SessionDirectory sessions) {
        this.nodes = nodes;
        this.sessions = sessions;
    }

    /**
     * Which sessions are wanted.
     *
     * @param after the id after which they come
     * @param limit the most of them
     */
    record Listing(@Nullable String user, @Nullable String topic, SessionId after, int limit) {}

    /**
     * Whose subscriptions are wanted.
     *
     * @param after the id after which they come; null for the first ones
     * @param limit the most of them
     */
    record SubscriptionListing(long number, @Nullable String after, int limit) {}

    /** Which session is to be closed, and how. */
    record Closing(long number, int code, String reason) {}

    /** Which subscription is to end. */
    record Ending(long number, String subscription) {}

    @Override
    public void afterSingletonsInstantiated() {
        nodes.answer(LIST, new TypeReference<Listing>() {}, this::list);
        nodes.answer(FIND, new TypeReference<Long>() {}, this::find);
        nodes.answer(SUBSCRIPTIONS, new TypeReference<SubscriptionListing>() {}, this::subscriptions);
        nodes.answer(CLOSE, new TypeReference<Closing>() {}, this::close);
        nodes.answer(
                END_SUBSCRIPTION,
                new TypeReference<Ending>() {},
                ending -> sessions.endSubscription(ending.number(), ending.subscription()));
    }

    private CompletableFuture<Slice<SessionInfo>> list(Listing listing) {
        SessionFilter filter =
                new SessionFilter(listing.user(), listing.topic() == null ? null : new Topic(listing.topic()));
        return sessions.list(filter, listing.after().numberAt(nodes.self()), listing.limit() + 1)
                .thenApply(found -> Slice.of(found, listing.limit()));
    }

    /** A list of one, or none: an answer is never null. */
    private CompletableFuture<List<SessionInfo>> find(long number) {
        return sessions.find(number).thenApply(found -> found.stream().toList());
    }

    private CompletableFuture<Slice<SubscriptionInfo>> subscriptions(SubscriptionListing listing) {
        return sessions.subscriptions(listing.number())
                .thenApply(found -> Slice.after(
                        found.orElse(List.of()).stream(), SubscriptionInfo::id, listing.after(), listing.limit()));
    }

    private CompletableFuture<Boolean> close(Closing closing) {
        return sessions.close(closing.number(), new CloseStatus(closing.code(), closing.reason()));
    }
}
