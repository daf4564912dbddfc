package io.tidings.topic;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with some of a namespace's topics. Of what a rule does not say the next rule decides that does, in the
 * end the namespace.
 *
 * @param topics the topics
 * @param subscribe who may subscribe
 * @param publish who may publish
 * @param readHistory who may be sent the past
 */
public record TopicRule(
        TopicTemplate topics,
        @Nullable AccessRule subscribe,
        @Nullable AccessRule publish,
        @Nullable AccessRule readHistory) {

    /**
     * Checks that it says something, and something safe: a rule with placeholders is none for clients without those
     * values, and would not keep them out.
     *
     * @throws IllegalArgumentException if it does not
     */
    public TopicRule {
        if (subscribe == null && publish == null && readHistory == null) {
            throw new IllegalArgumentException(
                    "topics: '" + topics + "' (expected: with subscribe, publish or read-history)");
        }
        boolean closes = all(subscribe, publish, readHistory).anyMatch(AccessRule.NOBODY::equals);
        if (closes && topics.hasPlaceholders()) {
            throw new IllegalArgumentException("topics: '" + topics
                    + "' with nobody (expected: no placeholder, for whom it does not stand for is not kept out)");
        }
    }

    /** Who may do a thing; null where the rule does not say. */
    public @Nullable AccessRule of(AccessAction action) {
        return switch (action) {
            case SUBSCRIBE -> subscribe;
            case PUBLISH -> publish;
            case READ_HISTORY -> readHistory;
        };
    }

    /** What it says, for all actions. */
    Stream<AccessRule> all() {
        return all(subscribe, publish, readHistory);
    }

    TopicRule in(String namespace) {
        return new TopicRule(topics.in(namespace), subscribe, publish, readHistory);
    }

    private static Stream<AccessRule> all(@Nullable AccessRule... rules) {
        return Arrays.stream(rules).flatMap(Stream::ofNullable);
    }
}
