package io.tidings.fanout;

import io.tidings.replica.View;
import io.tidings.replica.ViewQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the replica for the views with which subscriptions of a lane go on: few at a time, for after a reset all want one,
 * and one for all who want the same. Only the lane's event loop calls.
 */
final class Rejoins {

    private static final long FIRST_PAUSE_NANOS = 100_000_000;

    private static final int MAX_DOUBLINGS = 5;

    private final Lane lane;

    private final ViewSource views;

    private final Map<ViewQuery, List<Replay>> waiting = new LinkedHashMap<>();

    private final Map<ViewQuery, Asked> asked = new HashMap<>();

    Rejoins(Lane lane, ViewSource views) {
        this.lane = lane;
        this.views = views;
    }

    /**
     * Lets a replay join with the answer. An answer that is on its way already is as good as one asked for now: it is
     * ordered against updates and resets by the moment at which it reaches the lane.
     */
    void ask(ViewQuery query, Replay replay) {
        Asked same = asked.get(query);
        if (same != null) {
            same.replays.add(replay);
        } else {
            waiting.computeIfAbsent(query, key -> new ArrayList<>()).add(replay);
            askNext();
        }
    }

    private void askNext() {
        Iterator<Map.Entry<ViewQuery, List<Replay>>> first = waiting.entrySet().iterator();
        if (asked.size() < lane.properties().maxViews() && first.hasNext()) {
            Map.Entry<ViewQuery, List<Replay>> entry = first.next();
            first.remove();
            Asked next = new Asked(entry.getKey(), entry.getValue(), lane.nanoTime());
            asked.put(next.query, next);
            ask(next);
        }
    }

    private void ask(Asked question) {
        views.view(
                question.query,
                view -> lane.addAndWake(() -> answered(question, view)),
                () -> lane.schedule(() -> refused(question), 0));
    }

    private void answered(Asked question, View view) {
        asked.remove(question.query);
        for (Replay replay : question.replays) {
            if (replay.wants(question.query)) {
                lane.rejoin(replay, view);
            }
        }
        askNext();
    }

    private void refused(Asked question) {
        question.replays.removeIf(replay -> !replay.wants(question.query));
        long waited = lane.nanoTime() - question.sinceNanos;
        if (question.replays.isEmpty()) {
            asked.remove(question.query);
        } else if (waited < lane.properties().rejoinTimeout().toNanos()) {
            lane.schedule(() -> ask(question), FIRST_PAUSE_NANOS << Math.min(question.refusals++, MAX_DOUBLINGS));
        } else {
            asked.remove(question.query);
            question.replays.forEach(
                    replay -> replay.subscription().outbox().giveUp(Outbox.Cause.FAILURE, "cannot go on for now"));
        }
        askNext();
    }

    /** A question that has not been answered. */
    private static final class Asked {

        private final ViewQuery query;

        private final List<Replay> replays;

        private final long sinceNanos;

        private int refusals;

        Asked(ViewQuery query, List<Replay> replays, long sinceNanos) {
            this.query = query;
            this.replays = replays;
            this.sinceNanos = sinceNanos;
        }
    }
}
