package io.tidings.replica;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list of topics in the order of their last updates, oldest first; moving one to its end takes constant time. */
final class Topics {

    private @Nullable TopicState oldest;

    private @Nullable TopicState newest;

    @Nullable
    TopicState oldest() {
        return oldest;
    }

    @Nullable
    TopicState newest() {
        return newest;
    }

    void add(TopicState topic) {
        topic.older = newest;
        topic.newer = null;
        if (newest == null) {
            oldest = topic;
        } else {
            newest.newer = topic;
        }
        newest = topic;
    }

    void remove(TopicState topic) {
        if (topic.older == null) {
            oldest = topic.newer;
        } else {
            topic.older.newer = topic.newer;
        }
        if (topic.newer == null) {
            newest = topic.older;
        } else {
            topic.newer.older = topic.older;
        }
        topic.older = null;
        topic.newer = null;
    }

    void forEach(Consumer<TopicState> action) {
        TopicState topic = oldest;
        while (topic != null) {
            TopicState next = topic.newer;
            action.accept(topic);
            topic = next;
        }
    }
}
