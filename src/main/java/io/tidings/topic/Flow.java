package io.tidings.topic;

import java.util.concurrent.TimeUnit;

/**
 * How much of what comes a subscription is sent.
 *
 * @param conflates whether only the newest update of each topic is kept for a client that is behind; so it always is where
 *     there is a rate
 * @param maxRate the most updates a second of each topic, the newest wins; 0 for no limit
 */
public record Flow(boolean conflates, int maxRate) {

    /** The highest rate that can be asked for. */
    public static final int HIGHEST_RATE = 1_000_000;

    /** All that comes. */
    public static final Flow EVERY_UPDATE = new Flow(false, 0);

    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it is negative, or over {@value #HIGHEST_RATE}
     */
    public Flow {
        if (maxRate < 0 || maxRate > HIGHEST_RATE) {
            throw new IllegalArgumentException("max-rate: " + maxRate + " (expected: 0 to " + HIGHEST_RATE + ")");
        }
        conflates = conflates || maxRate > 0;
    }

    /**
     * The same at a rate that is no higher than this.
     *
     * @param rate updates a second; 0 for no limit
     */
    public Flow atMost(int rate) {
        boolean lower = rate > 0 && (maxRate == 0 || rate < maxRate);
        return lower ? new Flow(true, rate) : this;
    }

    /** The shortest time between two updates of a topic; 0 where there is no rate. */
    public long intervalNanos() {
        return maxRate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / maxRate;
    }
}
