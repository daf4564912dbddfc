package io.tidings.session;

import io.tidings.topic.Topic;
import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The topics that rules let a client publish to, as far as they are remembered: to walk the rules again for each SEND costs
 * more. What is remembered ends with the rights it came of, when a fresh token makes another principal of the client. One
 * thread.
 */
final class AllowedTopics {

    /** A client seldom publishes to more at a time; past it all are forgotten. */
    private static final int MAX_TOPICS = 32;

    private final Set<Topic> topics = new HashSet<>(4);

    private @Nullable Principal principal;

    boolean has(@Nullable Principal asking, Topic topic) {
        return asking == principal && topics.contains(topic);
    }

    void add(@Nullable Principal allowed, Topic topic) {
        if (allowed != principal || topics.size() == MAX_TOPICS) {
            topics.clear();
            principal = allowed;
        }
        topics.add(topic);
    }
}
