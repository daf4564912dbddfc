package io.tidings.replica;

import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import org.jspecify.annotations.Nullable;

/**
 * What a replica knew of one topic at one moment.
 *
 * @param topic the topic
 * @param newest where its newest update stands, the one that cleared its last value included
 * @param timestamp that update's own time, in milliseconds since the epoch
 * @param last its last value; null where that was cleared, or the namespace retains none
 * @param historySize how many of its updates are in its history
 */
public record TopicFacts(
        Topic topic,
        Position newest,
        long timestamp,
        @Nullable Update last,
        int historySize) {}
