package io.tidings.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * What became of one publication of a batch: where it stands, or why it does not.
 *
 * @param index its place in the batch, from 0
 * @param topic the topic's name, as it was given
 * @param position where the update stands
 * @param timestamp its time, in milliseconds since the epoch
 * @param problem why there is no position; its status is what a publication by itself would have got
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResult(
        int index,
        String topic,
        @Nullable String position,
        @Nullable Long timestamp,
        @Nullable ProblemDetail problem) {

    static BatchResult published(int index, PublishedTopic published) {
        return new BatchResult(index, published.topic(), published.position(), published.timestamp(), null);
    }

    static BatchResult failed(int index, String topic, ProblemDetail problem) {
        return new BatchResult(index, topic, null, null, problem);
    }
}
