package io.tidings.topic;

import java.time.Duration;

/**
 * How a namespace treats its updates.
 *
 * @param durable whether updates are kept in the log; false for cursors, game state, typing
 * @param retain whether a new subscriber gets the last value of each topic first
 * @param history how much of each topic's past is kept
 * @param maxTopics the most topics, at least 1; past it the least recently updated is forgotten
 * @param maxBodyBytes the longest body, in bytes, at least 1
 * @param flow how much of what comes a subscription is sent
 */
public record Policy(boolean durable, boolean retain, History history, int maxTopics, int maxBodyBytes, Flow flow) {

    /** A live namespace as it is if nothing is said: durable, retained. */
    public static final Policy DEFAULT =
            new Policy(true, true, new History(100, Duration.ofMinutes(5)), 100_000, 1024 * 1024);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range, or an ephemeral namespace is to keep anything
     */
    public Policy {
        if (maxTopics < 1) {
            throw new IllegalArgumentException("max-topics: " + maxTopics + " (expected: >= 1)");
        }
        if (maxBodyBytes < 1) {
            throw new IllegalArgumentException("max-body: " + maxBodyBytes + " (expected: >= 1)");
        }
        if (!durable && (retain || history.size() > 0)) {
            throw new IllegalArgumentException(
                    "durable: false with retain or history (expected: neither, for nothing is kept)");
        }
    }

    /** A policy by which subscriptions are sent all that comes. */
    public Policy(boolean durable, boolean retain, History history, int maxTopics, int maxBodyBytes) {
        this(durable, retain, history, maxTopics, maxBodyBytes, Flow.EVERY_UPDATE);
    }

    /**
     * How much of a topic's past is kept.
     *
     * @param size the most updates of a topic, at least 0
     * @param window the oldest an update may get, at least 0
     */
    public record History(int size, Duration window) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public History {
            if (size < 0) {
                throw new IllegalArgumentException("history.size: " + size + " (expected: >= 0)");
            }
            if (window.isNegative()) {
                throw new IllegalArgumentException("history.window: " + window + " (expected: >= 0)");
            }
        }
    }
}
