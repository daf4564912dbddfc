package io.tidings.admin;

import io.tidings.session.SessionInfo;
import io.tidings.session.SubscriptionInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** Pages of all nodes' sessions: by node, and on a node in the order in which they began. */
@Component
final class SessionPages {

    private static final TypeReference<Slice<SessionInfo>> SESSIONS = new TypeReference<>() {};

    private static final TypeReference<List<SessionInfo>> SESSION = new TypeReference<>() {};

    private static final TypeReference<Slice<SubscriptionInfo>> SUBSCRIPTIONS = new TypeReference<>() {};

    private final NodeQuestions nodes;

    SessionPages(NodeQuestions nodes) {
        this.nodes = nodes;
    }

    /** The next sessions of all nodes. */
    Mono<Page<SessionView>> list(SessionQuestions.Listing listing) {
        return nodes.askAll(SessionQuestions.LIST, listing, SESSIONS)
                .map(gathered -> merged(gathered, listing.limit()));
    }

    /** The next sessions of one node. */
    Mono<Page<SessionView>> list(String node, SessionQuestions.Listing listing) {
        return nodes.askOne(node, SessionQuestions.LIST, listing, SESSIONS)
                .map(slice -> new Gathered<>(List.of(new Gathered.FromNode<>(node, slice)), List.of()))
                .map(gathered -> merged(gathered, listing.limit()));
    }

    /** One session with the next of its subscriptions; empty if there is none. */
    Mono<SessionDetail> detail(SessionId id, @Nullable String after, int limit) {
        var listing = new SessionQuestions.SubscriptionListing(id.number(), after, limit);
        return nodes.askOne(id.node(), SessionQuestions.FIND, id.number(), SESSION)
                .filter(found -> !found.isEmpty())
                .flatMap(found -> nodes.askOne(id.node(), SessionQuestions.SUBSCRIPTIONS, listing, SUBSCRIPTIONS)
                        .map(slice -> new SessionDetail(SessionView.of(id.node(), found.get(0)), page(slice))));
    }

    /** One node's come after another's, so where a node has more than it said the page ends. */
    private static Page<SessionView> merged(Gathered<Slice<SessionInfo>> gathered, int limit) {
        List<SessionView> items = new ArrayList<>();
        boolean more = false;
        for (Gathered.FromNode<Slice<SessionInfo>> node : gathered.answers()) {
            List<SessionInfo> sessions = node.answer().items();
            int taken = more ? 0 : Math.min(sessions.size(), limit - items.size());
            sessions.subList(0, taken).forEach(session -> items.add(SessionView.of(node.node(), session)));
            more |= taken < sessions.size() || node.answer().more();
        }
        String next = more && !items.isEmpty() ? items.get(items.size() - 1).id() : null;
        return new Page<>(items, next, gathered.missing());
    }

    private static Page<SubscriptionInfo> page(Slice<SubscriptionInfo> slice) {
        return new Page<>(slice.items(), slice.next(SubscriptionInfo::id), List.of());
    }
}
