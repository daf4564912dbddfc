package io.tidings.admin;

import io.tidings.replica.View;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a replica knows of a topic's last value.
 *
 * @param update the last value; null where there is none
 * @param absence why there is none
 */
record LastValue(@Nullable Update update, String absence) {

    /** Reads it out of a view of the topic's last value and last update. */
    static LastValue of(Topic topic, View view) {
        Update newest = Stream.concat(view.updates().stream(), view.lastValues().stream())
                .findFirst()
                .orElse(null);
        if (newest == null) {
            return new LastValue(null, "topic: '" + topic.name() + "' (expected: one that has a last value)");
        }
        return newest.isDeletion()
                ? new LastValue(null, "topic: '" + topic.name() + "' (expected: one whose last value was not cleared)")
                : new LastValue(newest, "");
    }
}
