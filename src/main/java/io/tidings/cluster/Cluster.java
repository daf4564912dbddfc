package io.tidings.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The nodes of the service, as this one knows them. What it knows is some seconds old, and ends where messages between
 * nodes do: a node that nobody has heard of is not in it.
 *
 * <p>Any thread may call; nothing blocks.
 */
public interface Cluster {

    /** This node's id. */
    String id();

    /** Whether a node of this id is one of {@link #nodes()}; nothing is counted to say so. */
    boolean knows(String node);

    /** This node, with its counts as they are now: they are counted for each call. */
    Node self();

    /**
     * The nodes: this one first, the others by their ids; with those that have not been heard of lately. This one's counts
     * are counted for each call.
     */
    List<Node> nodes();

    /** Has these counts said to all nodes from now on, beside those of others. */
    void count(NodeCounts counts);

    /**
     * Answers a question from now on, whichever node asks it.
     *
     * @param question the question's name: 1 to 64 lower case ASCII letters, digits or '-'
     * @throws IllegalArgumentException if the name is malformed
     * @throws IllegalStateException if somebody answers it already
     */
    void answer(String question, Answerer answerer);

    /**
     * Asks all nodes, this one included.
     *
     * @param deadline when to give up on who has not answered: 1 ms to a minute
     * @return completes with who answered and who did not, once all have that are not missing, or at the deadline; with a
     *     {@link TooManyQuestionsException} if too many are under way; on a thread that must not be blocked
     */
    CompletableFuture<Answers> ask(Question question, Duration deadline);

    /**
     * Asks one node, which may be this one.
     *
     * @param node its id; of a node that is not known there is no answer
     * @param deadline when to give up: 1 ms to a minute
     * @return as {@link #ask(Question, Duration)}
     */
    CompletableFuture<Answers> ask(String node, Question question, Duration deadline);
}
