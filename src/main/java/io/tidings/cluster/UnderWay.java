package io.tidings.cluster;

import io.tidings.cluster.Answers.Answer;
import io.tidings.cluster.Answers.Missing;
import io.tidings.cluster.Answers.Reason;
import io.tidings.cluster.NodeMessage.Answering;
import io.tidings.cluster.NodeMessage.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A question that waits for its answers. The cluster's thread owns it. */
final class UnderWay {

    private final String self;

    private final int maxBytes;

    private final Map<String, String> answers = new TreeMap<>();

    private final Map<String, Reason> missing = new TreeMap<>();

    private final Set<String> awaited = new HashSet<>();

    /**
     * A question without answers.
     *
     * @param self the node that asks, whose answer comes first
     * @param maxBytes the longest answer
     */
    UnderWay(String self, int maxBytes) {
        this.self = self;
        this.maxBytes = maxBytes;
    }

    /** The question ends no sooner than the node has answered. */
    void await(String node) {
        awaited.add(node);
        missing.put(node, Reason.TIMEOUT);
    }

    /** The question does not wait for the node, but takes its answer if that comes. */
    void expectNothingOf(String node) {
        awaited.remove(node);
        missing.put(node, Reason.UNREACHABLE);
    }

    void expectNothingOf(Collection<String> nodes) {
        nodes.forEach(this::expectNothingOf);
    }

    boolean isComplete() {
        return awaited.isEmpty();
    }

    /** Takes the first answer of each node that was asked; returns whether it was one. */
    boolean take(Answering answer) {
        Reason before = missing.get(answer.from());
        if (before != Reason.TIMEOUT && before != Reason.UNREACHABLE) {
            return false;
        }
        awaited.remove(answer.from());
        Outcome outcome = answer.outcome();
        if (outcome == Outcome.ANSWERED && answer.payload().getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            missing.remove(answer.from());
            answers.put(answer.from(), answer.payload());
        } else {
            missing.put(answer.from(), outcome == Outcome.ANSWERED ? Reason.FAILED : Reason.valueOf(outcome.name()));
        }
        return true;
    }

    /** What there is by now. */
    Answers answers() {
        List<Answer> inOrder = new ArrayList<>();
        if (answers.containsKey(self)) {
            inOrder.add(new Answer(self, answers.get(self)));
        }
        answers.forEach((node, payload) -> {
            if (!node.equals(self)) {
                inOrder.add(new Answer(node, payload));
            }
        });
        List<Missing> none = missing.entrySet().stream()
                .map(entry -> new Missing(entry.getKey(), entry.getValue()))
                .toList();
        return new Answers(inOrder, none);
    }
}
