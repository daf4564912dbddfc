package io.tidings.log;

import io.tidings.topic.LogId;

/**
 * Where a log ends.
 *
 * @param log the log
 * @param head the last stable offset: every update below it can be read, and none at or above it
 */
public record LogHead(LogId log, long head) {}
