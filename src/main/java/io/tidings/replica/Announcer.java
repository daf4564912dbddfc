package io.tidings.replica;

import io.tidings.topic.Update;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener, in runs; what it throws is logged and goes no further. All on the replica's thread. */
final class Announcer {

    private static final Logger logger = LoggerFactory.getLogger(Announcer.class);

    /** The most updates in a run: later ones need not wait long for the thread's whole work to be done. */
    private static final int RUN = 256;

    private final AtomicReference<@Nullable ReplicaListener> listener = new AtomicReference<>();

    private int pending;

    /** Any thread. */
    void listen(ReplicaListener newListener) {
        if (!listener.compareAndSet(null, newListener)) {
            throw new IllegalStateException("listener: a second one (expected: one)");
        }
    }

    void updated(Update update) {
        ReplicaListener current = listener.get();
        if (current == null) {
            return;
        }
        try {
            current.updated(update);
        } catch (RuntimeException e) {
            logger.atError().setCause(e).log("Update was not taken");
        }
        if (++pending >= RUN) {
            flush();
        }
    }

    /** Says that the run is whole, or that there was none: the listener may have waited to tidy up on this thread. */
    void flush() {
        ReplicaListener current = listener.get();
        pending = 0;
        if (current != null) {
            Inbox.doSafely(current::flushed);
        }
    }

    void reset(String namespace) {
        ReplicaListener current = listener.get();
        if (current != null) {
            Inbox.doSafely(() -> current.reset(namespace));
        }
    }
}
