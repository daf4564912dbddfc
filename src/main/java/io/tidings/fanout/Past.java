package io.tidings.fanout;

import io.tidings.topic.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of what was there before its subscription.
 *
 * @param snapshot whether last values are sent first, unless all that came after {@code since} is
 * @param history how many of each topic's last updates are sent first, at least 0; not with a {@code since} that holds
 * @param since what the client has seen; null if it does not say
 */
public record Past(boolean snapshot, int history, @Nullable Cursor since) {

    /** Last values alone, as a plain STOMP client gets them. */
    public static final Past SNAPSHOT = new Past(true, 0, null);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the history is negative
     */
    public Past {
        if (history < 0) {
            throw new IllegalArgumentException("history: " + history + " (expected: >= 0)");
        }
    }

    /** Whether it goes further back than last values do. */
    public boolean isHistory() {
        return history > 0 || since != null;
    }
}
