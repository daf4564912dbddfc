package io.tidings.fanout;

import io.tidings.topic.Update;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** News that wait until their subscription can take them. */
interface Held {

    /** Takes news, in order. Returns whether there was room; if not, what it has is without a hole all the same. */
    boolean add(List<Update> news, long nowNanos);

    /** Takes out the next that may be sent now; null if none may. */
    @Nullable
    Update poll(long nowNanos);

    /** How many may be sent now. */
    int ready(long nowNanos);

    /** Whether there is anything beside those: the subscription is not in step yet, and should be looked at then. */
    boolean isResting();

    /** When that is; only where something is. */
    long restsUntilNanos();

    void clear();
}
