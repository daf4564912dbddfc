package io.tidings.admin;

import io.tidings.fanout.Fanout;
import io.tidings.replica.Replica;
import io.tidings.topic.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** Counts the subscriptions to topics: asks all nodes, and answers for this one. */
@Component
final class SubscriptionCounts implements SmartInitializingSingleton {

    private static final String QUESTION = "subscription-counts";

    private final NodeQuestions nodes;

    private final Replica replica;

    private final Fanout fanout;

    SubscriptionCounts(NodeQuestions nodes, Replica replica, Fanout fanout) {
        this.nodes = nodes;
        this.replica = replica;
        this.fanout = fanout;
    }

    @Override
    public void afterSingletonsInstantiated() {
        nodes.answer(QUESTION, new TypeReference<List<String>>() {}, this::count);
    }

    /** How many subscriptions cover each topic, and who did not say. */
    Mono<Counts> of(List<Topic> topics) {
        List<String> names = topics.stream().map(Topic::name).toList();
        return nodes.askAll(QUESTION, names, new TypeReference<int[]>() {})
                .map(gathered -> Counts.sum(gathered, topics));
    }

    private CompletableFuture<int[]> count(List<String> names) {
        List<Topic> topics = names.stream().map(Topic::new).toList();
        CompletableFuture<int[]> counts = new CompletableFuture<>();
        replica.execute(() -> counts.complete(fanout.count(topics)));
        return counts.thenApplyAsync(Function.identity()); // Away from the replica's thread.
    }

    /**
     * The counts of all nodes together.
     *
     * @param totals how many subscriptions cover each topic
     * @param missing the nodes that are not in them
     */
    record Counts(Map<Topic, Long> totals, List<MissingNode> missing) {

        static Counts sum(Gathered<int[]> gathered, List<Topic> topics) {
            Map<Topic, Long> totals = new HashMap<>();
            for (Gathered.FromNode<int[]> node : gathered.answers()) {
                int[] counts = Arrays.copyOf(node.answer(), topics.size());
                for (int i = 0; i < counts.length; i++) {
                    totals.merge(topics.get(i), (long) counts[i], Long::sum);
                }
            }
            return new Counts(totals, gathered.missing());
        }

        long of(Topic topic) {
            return totals.getOrDefault(topic, 0L);
        }
    }
}
