package io.tidings.replica;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** Requests for views of a namespace that has not joined, in order; bounded in number and in time. */
final class WaitingViews {

    private final int maxRequests;

    private final int maxTurns;

    private final Queue<Waiting> requests = new ArrayDeque<>();

    private long turn;

    WaitingViews(int maxRequests, int maxTurns) {
        this.maxRequests = maxRequests;
        this.maxTurns = maxTurns;
    }

    void add(ViewRequest request) {
        if (requests.size() >= maxRequests) {
            request.refuse("too many wait for its namespace to join");
        } else {
            requests.add(new Waiting(request, turn + maxTurns));
        }
    }

    /** Counts a turn, and refuses those that have waited too many. */
    void turn() {
        turn++;
        while (!requests.isEmpty() && requests.element().lastTurn() < turn) {
            requests.remove().request().refuse("its namespace has not joined in time");
        }
    }

    void forEachTaken(Consumer<ViewRequest> action) {
        while (!requests.isEmpty()) {
            action.accept(requests.remove().request());
        }
    }

    private record Waiting(ViewRequest request, long lastTurn) {}
}
