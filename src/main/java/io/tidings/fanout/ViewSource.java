package io.tidings.fanout;

import io.tidings.replica.View;
import io.tidings.replica.ViewQuery;
import java.util.function.Consumer;

/** Whoever answers what was there before a subscription: the replica. */
@FunctionalInterface
interface ViewSource {

    /** As {@link io.tidings.replica.Replica#view}, without saying why there is none. */
    void view(ViewQuery query, Consumer<View> then, Runnable otherwise);
}
