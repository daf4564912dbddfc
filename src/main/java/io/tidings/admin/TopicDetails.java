package io.tidings.admin;

import io.tidings.replica.Replica;
import io.tidings.replica.TopicFacts;
import io.tidings.replica.View;
import io.tidings.replica.ViewQuery;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import io.tidings.topic.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts together what is known of one topic: by this node's replica, and by all nodes of its subscribers. */
@Component
final class TopicDetails {

    private final Replica replica;

    private final Namespaces namespaces;

    private final SubscriptionCounts subscriptions;

    private final SessionPages sessions;

    private final AdminProperties properties;

    TopicDetails(
            Replica replica,
            Namespaces namespaces,
            SubscriptionCounts subscriptions,
            SessionPages sessions,
            AdminProperties properties) {
        this.replica = replica;
        this.namespaces = namespaces;
        this.subscriptions = subscriptions;
        this.sessions = sessions;
        this.properties = properties;
    }

    /** All of it, with a page of the sessions that are subscribed. */
    Mono<TopicDetail> of(Topic topic, PageQuery page) {
        var unused = namespaces.get(topic.namespace()); // Fails where it is not served.
        SessionId after = page.after() == null ? SessionId.NONE : SessionId.parse("after", page.after());
        var listing = new SessionQuestions.Listing(null, topic.name(), after, page.limit());
        return Mono.zip(facts(topic), history(topic), subscriptions.of(List.of(topic)), sessions.list(listing))
                .map(all -> new TopicDetail(
                        topic.name(),
                        last(all.getT1()),
                        history(all.getT1(), all.getT2()),
                        all.getT3().of(topic),
                        all.getT4()));
    }

    private Mono<List<TopicFacts>> facts(Topic topic) {
        return Mono.fromFuture(() -> replica.facts(List.of(topic)));
    }

    private Mono<View> history(Topic topic) {
        ViewQuery query = new ViewQuery(new TopicPattern(topic.name()), false, properties.maxPage(), null);
        return Mono.fromFuture(() -> replica.view(query));
    }

    private @Nullable LastValueView last(List<TopicFacts> facts) {
        Update last = facts.isEmpty() ? null : facts.get(0).last();
        return last == null
                ? null
                : LastValueView.of(last, properties.maxShown().toBytes());
    }

    private static TopicDetail.History history(List<TopicFacts> facts, View view) {
        List<String> positions = view.updates().stream()
                .map(update -> update.position().toString())
                .toList();
        return new TopicDetail.History(facts.isEmpty() ? 0 : facts.get(0).historySize(), positions);
    }
}
