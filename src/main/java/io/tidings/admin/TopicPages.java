package io.tidings.admin;

import io.tidings.replica.Replica;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pages of the topics that this node's replica knows, which are all nodes' topics: by namespace, then by name. */
@Component
final class TopicPages {

    /** The most characters of a page's names in JSON, for they are sent to all nodes in one question. */
    private static final int MAX_CHARS = 16 * 1024;

    /** What JSON puts around each. */
    private static final int PUNCTUATION = 3;

    private final Replica replica;

    private final Namespaces namespaces;

    private final SubscriptionCounts subscriptions;

    TopicPages(Replica replica, Namespaces namespaces, SubscriptionCounts subscriptions) {
        this.replica = replica;
        this.namespaces = namespaces;
        this.subscriptions = subscriptions;
    }

    /** The next topics that a pattern covers, or, without one, of all. */
    Mono<Page<TopicView>> list(@Nullable TopicPattern pattern, PageQuery page) {
        return Flux.fromIterable(namespaces(pattern, page.after()))
                .concatMap(namespace -> names(namespace, pattern, page), 1)
                .concatMapIterable(names -> names)
                .take(page.limit() + 1L)
                .collectList()
                .flatMap(topics -> page(Slice.of(topics, fitting(topics, page.limit()))));
    }

    /** What it goes on after says nothing of other namespaces: 'a-b.c' sorts before 'a.c', and 'a-b' after 'a'. */
    private Mono<List<Topic>> names(String namespace, @Nullable TopicPattern pattern, PageQuery page) {
        String after = page.after() != null && namespace(page.after()).equals(namespace) ? page.after() : null;
        return Mono.fromFuture(() -> replica.names(namespace))
                .map(names -> names.page(pattern, after, page.limit() + 1));
    }

    private List<String> namespaces(@Nullable TopicPattern pattern, @Nullable String after) {
        if (pattern != null) {
            return List.of(pattern.namespace());
        }
        String from = after == null ? "" : namespace(after);
        return namespaces.all().stream()
                .map(Namespace::name)
                .filter(name -> name.compareTo(from) >= 0)
                .sorted()
                .toList();
    }

    private Mono<Page<TopicView>> page(Slice<Topic> topics) {
        if (topics.items().isEmpty()) {
            return Mono.just(new Page<>(List.of(), null, List.of()));
        }
        return Mono.zip(
                Mono.fromFuture(() -> replica.facts(topics.items())),
                subscriptions.of(topics.items()),
                (facts, counts) -> new Page<>(
                        facts.stream()
                                .map(known -> TopicView.of(known, counts.of(known.topic())))
                                .toList(),
                        topics.next(Topic::name),
                        counts.missing()));
    }

    private static int fitting(List<Topic> topics, int limit) {
        int chars = 0;
        int count = 0;
        while (count < Math.min(limit, topics.size()) && chars <= MAX_CHARS - Topic.MAX_LENGTH) {
            chars += topics.get(count).name().length() + PUNCTUATION;
            count++;
        }
        return count;
    }

    private static String namespace(String topic) {
        int dot = topic.indexOf('.');
        return dot < 0 ? topic : topic.substring(0, dot);
    }
}
