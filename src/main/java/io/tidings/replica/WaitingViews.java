package io.tidings.replica;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Requests for views that cannot be answered yet, in order; bounded in number and in time. */
final class WaitingViews {

    private final int maxRequests;

    private final int maxTurns;

    private final Queue<Waiting> requests = new ArrayDeque<>();

    private long turn;

    WaitingViews(int maxRequests, int maxTurns) {
        this.maxRequests = maxRequests;
        this.maxTurns = maxTurns;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    void add(WaitingView view) {
        if (requests.size() >= maxRequests) {
            view.request().refuse("too many wait already");
        } else {
            requests.add(new Waiting(view, turn + maxTurns));
        }
    }

    /** Counts a turn, and refuses those that have waited too many. */
    void turn(String why) {
        turn++;
        while (!requests.isEmpty() && requests.element().lastTurn() < turn) {
            requests.remove().view().request().refuse(why);
        }
    }

    /** Takes those out that pass the test, which answers them. */
    void retry(Predicate<WaitingView> answered) {
        requests.removeIf(waiting -> answered.test(waiting.view()));
    }

    void forEach(Consumer<WaitingView> action) {
        requests.forEach(waiting -> action.accept(waiting.view()));
    }

    /** Refuses all. */
    void refuse(String why) {
        while (!requests.isEmpty()) {
            requests.remove().view().request().refuse(why);
        }
    }

    private record Waiting(WaitingView view, long lastTurn) {}
}
