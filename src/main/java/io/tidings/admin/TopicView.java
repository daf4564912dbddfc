package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidings.replica.TopicFacts;
import io.tidings.topic.Update;
import org.jspecify.annotations.Nullable;

/**
 * One topic as this node knows it.
 *
 * @param topic the topic's name
 * @param position where its newest update stands
 * @param timestamp that update's time, in milliseconds since the epoch
 * @param contentType the last value's media type; absent where there is none
 * @param length the last value's length in bytes; absent where the topic has no last value
 * @param history how many updates are in its history
 * @param subscriptions how many subscriptions cover it, over all nodes that answered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopicView(
        String topic,
        String position,
        long timestamp,
        @Nullable String contentType,
        @Nullable Integer length,
        int history,
        long subscriptions) {

    static TopicView of(TopicFacts facts, long subscriptions) {
        Update last = facts.last();
        return new TopicView(
                facts.topic().name(),
                facts.newest().toString(),
                facts.timestamp(),
                last == null ? null : last.contentType(),
                last == null ? null : last.bodyLength(),
                facts.historySize(),
                subscriptions);
    }
}
