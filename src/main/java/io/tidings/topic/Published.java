package io.tidings.topic;

/**
 * What became of a publication that is safe.
 *
 * @param topic the topic
 * @param position where it stands
 * @param timestamp its time, in milliseconds since the epoch
 */
public record Published(Topic topic, Position position, long timestamp) {}
