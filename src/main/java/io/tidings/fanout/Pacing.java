package io.tidings.fanout;

import io.tidings.topic.Flow;
import io.tidings.topic.Update;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Paces a group's news, and has the lane deliver what is due when nothing new comes. Only the lane's event loop calls. */
final class Pacing {

    /** What is due within this part of an interval leaves together. */
    private static final int PARTS = 20;

    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Pacer pacer;

    private final Lane lane;

    private final long waitNanos;

    private boolean timed;

    private Pacing(Flow flow, Lane lane) {
        this.pacer = new Pacer(flow.intervalNanos(), lane.properties().maxPaced());
        this.lane = lane;
        this.waitNanos = Math.max(SHORTEST_WAIT_NANOS, Math.min(flow.intervalNanos() / PARTS, LONGEST_WAIT_NANOS));
    }

    /** The pacing that a flow asks for; null if it has no rate. */
    static @Nullable Pacing of(Flow flow, Lane lane) {
        return flow.maxRate() == 0 ? null : new Pacing(flow, lane);
    }

    /** Takes what has come and returns what is to be sent now, to so many members; good until the next call. */
    List<Update> pace(Group group, List<Update> news, int members) {
        lane.metrics().conflated((long) pacer.add(news) * members);
        long now = lane.nanoTime();
        List<Update> passed = pacer.take(now);
        if (pacer.isRunning() && !timed) {
            timed = true;
            lane.schedule(() -> comeBack(group), Math.max(waitNanos, pacer.nextNanos() - now));
        }
        return passed;
    }

    /** The number of the last update that has come. */
    long number() {
        return pacer.number();
    }

    /** What came after the update of this number, of what is to be sent now. */
    List<Update> after(long seen) {
        return pacer.passedAfter(seen);
    }

    /** Whether something that came up to this number waits. */
    boolean isWaiting(long upTo) {
        return pacer.isWaiting(upTo);
    }

    private void comeBack(Group group) {
        timed = false;
        lane.deliverLater(group);
    }
}
