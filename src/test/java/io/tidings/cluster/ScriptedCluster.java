package io.tidings.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Nodes that answer whatever question as they were told to, for the tests of those who ask. */
public final class ScriptedCluster implements Cluster {

    private final List<String> nodes;

    private final Map<String, String> answers = new TreeMap<>();

    private final Map<String, Answers.Reason> silent = new TreeMap<>();

    private final Map<String, Answerer> answerers = new HashMap<>();

    /** These nodes, of which the first is this one. */
    public ScriptedCluster(String... nodes) {
        this.nodes = List.of(nodes);
    }

    /** Has a node answer this. */
    public ScriptedCluster answers(String node, String payload) {
        answers.put(node, payload);
        return this;
    }

    /** Has a node not answer, and why. */
    public ScriptedCluster silent(String node, Answers.Reason reason) {
        silent.put(node, reason);
        return this;
    }

    /** Asks this node as another one would. */
    public String ask(String question, String payload, int maxBytes) {
        return answerers.get(question).answer(payload, maxBytes).join();
    }

    @Override
    public String id() {
        return nodes.get(0);
    }

    @Override
    public boolean knows(String node) {
        return nodes.contains(node);
    }

    @Override
    public Node self() {
        return nodes().get(0);
    }

    @Override
    public List<Node> nodes() {
        return nodes.stream().map(ScriptedCluster::node).toList();
    }

    @Override
    public void count(NodeCounts counts) {}

    @Override
    public void answer(String question, Answerer answerer) {
        answerers.put(question, answerer);
    }

    @Override
    public CompletableFuture<Answers> ask(Question question, Duration deadline) {
        return CompletableFuture.completedFuture(from(nodes));
    }

    @Override
    public CompletableFuture<Answers> ask(String node, Question question, Duration deadline) {
        return CompletableFuture.completedFuture(from(List.of(node)));
    }

    private Answers from(List<String> asked) {
        Stream<String> who = asked.stream().filter(answers::containsKey);
        return new Answers(
                who.map(node -> new Answers.Answer(node, answers.get(node))).toList(),
                asked.stream()
                        .filter(silent::containsKey)
                        .map(node -> new Answers.Missing(node, silent.get(node)))
                        .toList());
    }

    private static Node node(String id) {
        return new Node(id, new Node.About(id, "test", Instant.EPOCH), Map.of(), Node.State.ALIVE, Duration.ZERO);
    }
}
