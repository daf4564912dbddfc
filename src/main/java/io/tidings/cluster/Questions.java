package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Asking;
import io.tidings.relay.NodeMessages;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import reactor.core.Disposable;

/** Asks other nodes and this one, and waits for their answers. All of it happens on the cluster's thread. */
final class Questions {

    private final SecureRandom random = new SecureRandom();

    private final Map<String, Waiting> byId = new HashMap<>();

    private final String self;

    private final ClusterThread thread;

    private final Answerers answerers;

    private final Outgoing outgoing;

    private final ClusterMetrics metrics;

    Questions(String self, ClusterThread thread, Answerers answerers, Outgoing outgoing, ClusterMetrics metrics) {
        this.self = self;
        this.thread = thread;
        this.answerers = answerers;
        this.outgoing = outgoing;
        this.metrics = metrics;
    }

    /**
     * Asks every one of the nodes.
     *
     * @param to one of them, or {@link NodeMessages#ALL}
     * @param maxBytes the longest answer
     */
    CompletableFuture<Answers> ask(String to, List<Node> nodes, Question question, Duration deadline, int maxBytes) {
        Asking asking = new Asking(self, newId(), question, deadline.toMillis(), maxBytes);
        Waiting waiting = new Waiting(
                new UnderWay(self, maxBytes),
                new CompletableFuture<>(),
                thread.nanoTime(),
                thread.after(deadline, () -> end(asking.id())));
        byId.put(asking.id(), waiting);
        nodes.forEach(node -> expect(waiting.underWay(), node));
        List<String> others =
                nodes.stream().map(Node::id).filter(id -> !id.equals(self)).toList();
        if (!others.isEmpty() && !outgoing.send(to, asking)) {
            waiting.underWay().expectNothingOf(others);
        }
        if (others.size() < nodes.size()) {
            answerers.answer(asking, this::answered);
        }
        endIfComplete(asking.id(), waiting);
        return waiting.answers();
    }

    /** Ends all questions with the answers that there are. */
    void endAll() {
        List.copyOf(byId.keySet()).forEach(this::end);
    }

    /** Takes an answer; one that nobody waits for, or has had already, is dropped. */
    void answered(Answering answer) {
        Waiting waiting = byId.get(answer.id());
        if (waiting == null || !waiting.underWay().take(answer)) {
            metrics.dropped("late");
        } else {
            endIfComplete(answer.id(), waiting);
        }
    }

    private static void expect(UnderWay underWay, Node node) {
        if (node.state() == Node.State.ALIVE) {
            underWay.await(node.id());
        } else {
            underWay.expectNothingOf(node.id());
        }
    }

    private void endIfComplete(String id, Waiting waiting) {
        if (waiting.underWay().isComplete()) {
            end(id);
        }
    }

    private void end(String id) {
        Waiting waiting = byId.remove(id);
        if (waiting != null) {
            waiting.timer().dispose();
            Answers answers = waiting.underWay().answers();
            metrics.asked(answers, thread.nanoTime() - waiting.askedAt());
            waiting.answers().complete(answers);
        }
    }

    /** Not to be guessed by who has not heard the question. */
    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private record Waiting(UnderWay underWay, CompletableFuture<Answers> answers, long askedAt, Disposable timer) {}
}
