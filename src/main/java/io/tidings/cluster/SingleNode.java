package io.tidings.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A cluster of this node alone. */
final class SingleNode implements Cluster {

    private static final int MAX_BYTES = 60 * 1024;

    private final String id;

    private final Node.About about;

    private final List<NodeCounts> counted = new CopyOnWriteArrayList<>();

    private final Map<String, Answerer> answerers = new ConcurrentHashMap<>();

    SingleNode(String id, Node.About about) {
        this.id = id;
        this.about = about;
    }

    @Override
    public Node self() {
        Map<String, Long> counts = new TreeMap<>();
        counted.forEach(each -> counts.putAll(each.counts()));
        return new Node(id, about, counts, Node.State.ALIVE, Duration.ZERO);
    }

    @Override
    public List<Node> nodes() {
        return List.of(self());
    }

    @Override
    public void count(NodeCounts counts) {
        counted.add(counts);
    }

    @Override
    public void answer(String question, Answerer answerer) {
        Question.checkName(question);
        if (answerers.putIfAbsent(question, answerer) != null) {
            throw new IllegalStateException("question: '" + question + "' (expected: not answered yet)");
        }
    }

    @Override
    public CompletableFuture<Answers> ask(Question question, Duration deadline) {
        return ask(id, question, deadline);
    }

    @Override
    public CompletableFuture<Answers> ask(String node, Question question, Duration deadline) {
        Answerer answerer = answerers.get(question.name());
        if (!node.equals(id) || answerer == null) {
            return CompletableFuture.completedFuture(
                    missing(node, answerer == null ? Answers.Reason.UNKNOWN_QUESTION : Answers.Reason.UNREACHABLE));
        }
        return answerer.answer(question.payload(), MAX_BYTES)
                .thenApply(payload -> new Answers(List.of(new Answers.Answer(id, payload)), List.of()))
                .completeOnTimeout(missing(id, Answers.Reason.TIMEOUT), deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Answers missing(String node, Answers.Reason reason) {
        return new Answers(List.of(), List.of(new Answers.Missing(node, reason)));
    }
}
