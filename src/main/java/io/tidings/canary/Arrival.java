package io.tidings.canary;

import io.tidings.topic.LogId;

/**
 * A canary at the end of its way.
 *
 * @param log the log whose way it came
 * @param timestamp its time in the log, in milliseconds since the epoch
 */
record Arrival(LogId log, long timestamp) {}
