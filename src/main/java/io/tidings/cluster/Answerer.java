package io.tidings.cluster;

import java.util.concurrent.CompletableFuture;

/** Answers one kind of question for this node. */
@FunctionalInterface
public interface Answerer {

    /**
     * Answers. Called by one thread that all questions share: it must not block, and what takes long goes elsewhere.
     *
     * @param question the question's payload; from another node, so to be read with care
     * @param maxBytes the most that the answer may have in UTF-8; a longer one counts as none, so an answerer with more to say
     *     gives what fits and says how to ask for the rest
     * @return the answer's payload; after the asker's deadline nobody waits for it
     */
    CompletableFuture<String> answer(String question, int maxBytes);
}
