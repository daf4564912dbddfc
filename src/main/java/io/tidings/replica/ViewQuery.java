package io.tidings.replica;

import io.tidings.topic.Cursor;
import io.tidings.topic.TopicPattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of the past before following a pattern live.
 *
 * @param pattern the topics
 * @param lastValues whether last values are wanted, where nothing newer answers for a topic
 * @param history how many of each topic's last updates are wanted, at least 0
 * @param since what has been seen already: all that came after is wanted; null where nothing has
 */
public record ViewQuery(
        TopicPattern pattern,
        boolean lastValues,
        int history,
        @Nullable Cursor since) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the history is negative
     */
    public ViewQuery {
        if (history < 0) {
            throw new IllegalArgumentException("history: " + history + " (expected: >= 0)");
        }
    }

    /** The query for last values alone. */
    public static ViewQuery lastValues(TopicPattern pattern) {
        return new ViewQuery(pattern, true, 0, null);
    }
}
