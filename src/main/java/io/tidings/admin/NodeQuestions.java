package io.tidings.admin;

import io.tidings.cluster.Answers;
import io.tidings.cluster.Cluster;
import io.tidings.cluster.Question;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Asks nodes and answers them, in JSON; members that a node of another version adds are passed over. */
@Component
final class NodeQuestions {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cluster cluster;

    private final Duration timeout;

    private final Duration retryAfter;

    NodeQuestions(Cluster cluster, AdminProperties properties) {
        this.cluster = cluster;
        this.timeout = properties.gatherTimeout();
        this.retryAfter = properties.retryAfter();
    }

    /** This node's id. */
    String self() {
        return cluster.id();
    }

    /** Asks all nodes; completes at the deadline at the latest, and away from the cluster's thread. */
    <T> Mono<Gathered<T>> askAll(String name, Object question, TypeReference<T> type) {
        Question asked = new Question(name, JSON.writeValueAsString(question));
        return Mono.fromFuture(() -> cluster.ask(asked, timeout))
                .publishOn(Schedulers.parallel())
                .map(answers -> gathered(answers, type));
    }

    /** Asks one node; fails with 404 where there is none of that id, and with 503 where it does not answer. */
    <T> Mono<T> askOne(String node, String name, Object question, TypeReference<T> type) {
        if (!cluster.knows(node)) {
            return Mono.error(NodeProblem.unknown(node));
        }
        Question asked = new Question(name, JSON.writeValueAsString(question));
        return Mono.fromFuture(() -> cluster.ask(node, asked, timeout))
                .publishOn(Schedulers.parallel())
                .map(answers -> gathered(answers, type))
                .map(gathered -> only(node, gathered));
    }

    /** Answers a question for this node; an answer that is a {@link Slice} is cut to what fits. */
    <Q> void answer(String name, TypeReference<Q> type, Function<Q, CompletableFuture<?>> answerer) {
        cluster.answer(
                name,
                (question, maxBytes) ->
                        answerer.apply(JSON.readValue(question, type)).thenApply(answer -> fitting(answer, maxBytes)));
    }

    private static String fitting(Object answer, int maxBytes) {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        if (bytes.length > maxBytes
                && answer instanceof Slice<?> slice
                && slice.items().size() > 1) {
            return fitting(slice.halved(), maxBytes);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> Gathered<T> gathered(Answers answers, TypeReference<T> type) {
        List<Gathered.FromNode<T>> read = new ArrayList<>();
        List<MissingNode> missing =
                new ArrayList<>(answers.missing().stream().map(MissingNode::of).toList());
        for (Answers.Answer answer : answers.answers()) {
            try {
                read.add(new Gathered.FromNode<>(answer.node(), readable(answer, type)));
            } catch (JacksonException | IllegalArgumentException e) {
                missing.add(new MissingNode(answer.node(), "failed"));
            }
        }
        read.sort(Comparator.comparing(Gathered.FromNode::node));
        return new Gathered<>(read, missing);
    }

    private static <T> T readable(Answers.Answer answer, TypeReference<T> type) {
        T read = JSON.readValue(answer.payload(), type);
        if (read == null) {
            throw new IllegalArgumentException("answer: null (expected: a value)");
        }
        return read;
    }

    private <T> T only(String node, Gathered<T> gathered) {
        if (gathered.answers().isEmpty()) {
            throw NodeProblem.silent(node, gathered.missing(), retryAfter);
        }
        return gathered.answers().get(0).answer();
    }
}
