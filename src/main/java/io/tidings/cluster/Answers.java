package io.tidings.cluster;

import java.util.List;

/**
 * What nodes answered to a question, and who did not.
 *
 * @param answers the answers: this node's first, the others by their nodes' ids
 * @param missing the nodes without an answer, by their ids
 */
public record Answers(List<Answer> answers, List<Missing> missing) {

    public Answers {
        answers = List.copyOf(answers);
        missing = List.copyOf(missing);
    }

    /**
     * A node's answer.
     *
     * @param node the node's id
     * @param payload what it answered; from another node, so to be read with care
     */
    public record Answer(String node, String payload) {}

    /**
     * A node without an answer.
     *
     * @param node the node's id
     * @param reason why there is none
     */
    public record Missing(String node, Reason reason) {}

    /** Why there is no answer. */
    public enum Reason {
        /** The node has not answered by the deadline. */
        TIMEOUT,
        /** The node is not known, has not been heard of lately, or the relay is down. */
        UNREACHABLE,
        /** The node does not know the question: it runs another version. */
        UNKNOWN_QUESTION,
        /** The node has too much to answer. */
        BUSY,
        /** The node could not answer, or its answer was too long. */
        FAILED
    }
}
