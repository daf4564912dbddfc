package io.tidings.session;

import io.tidings.access.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Has many things of one frame decided a few at a time, so that a session with many subscriptions does not take all the
 * questions that may be under way from everybody else.
 */
final class InTurn {

    private static final int AT_A_TIME = 16;

    private InTurn() {}

    /**
     * Decides. The session's event loop calls, and asks.
     *
     * @return the decisions, in the order of what they are about; done at once if they all are
     */
    static <T> CompletableFuture<List<Decision>> decide(
            NettySession session, List<T> about, Function<T, CompletableFuture<Decision>> question) {
        List<Decision> decisions = new ArrayList<>(about.size());
        CompletableFuture<Void> decided = CompletableFuture.completedFuture(null);
        for (int from = 0; from < about.size(); from += AT_A_TIME) {
            List<T> next = about.subList(from, Math.min(from + AT_A_TIME, about.size()));
            decided = decided.isDone()
                    ? some(next, question, decisions)
                    : decided.thenComposeAsync(before -> some(next, question, decisions), session.loop());
        }
        return decided.thenApply(done -> decisions);
    }

    private static <T> CompletableFuture<Void> some(
            List<T> about, Function<T, CompletableFuture<Decision>> question, List<Decision> decisions) {
        List<CompletableFuture<Decision>> asked = about.stream().map(question).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenRun(() -> asked.forEach(decision -> decisions.add(decision.join())));
    }
}
