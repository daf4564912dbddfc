package io.tidings.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the placeholders of rules stand for, for one client. A value is data: encoded as a segment the way users' names are,
 * it brings no wildcard, no dot and no second segment; one that is empty, starts with {@code @} as users' own topics do, is
 * no well-formed text, or is too long for a topic stands for nothing. One thread.
 */
public final class RuleValues {

    /** How many values of a claim count; further ones stand for nothing. */
    public static final int MAX_VALUES = 100;

    private final @Nullable String user;

    private final Function<String, List<String>> claims;

    private final Map<RuleSegment, List<String>> known = new HashMap<>(4);

    /**
     * Holds what is known of a client.
     *
     * @param user the client's name; null for one that has not shown who it is
     * @param claims the texts of a claim by the claim's name; none for a claim that is missing
     */
    public RuleValues(@Nullable String user, Function<String, List<String>> claims) {
        this.user = user;
        this.claims = claims;
    }

    /** The segments that a placeholder stands for. */
    List<String> of(RuleSegment placeholder) {
        List<String> segments = known.get(placeholder);
        if (segments == null) {
            segments = encoded(placeholder);
            known.put(placeholder, segments);
        }
        return segments;
    }

    private List<String> encoded(RuleSegment placeholder) {
        Stream<String> values = placeholder.kind() == RuleSegment.Kind.CLAIM
                ? claims.apply(placeholder.text()).stream().limit(MAX_VALUES)
                : Stream.ofNullable(user);
        String marker = placeholder.kind() == RuleSegment.Kind.OWN ? "@" : "";
        return values.flatMap(value -> segment(marker, value)).toList();
    }

    private static Stream<String> segment(String marker, String value) {
        if (value.isEmpty() || value.length() > Topic.MAX_LENGTH || (marker.isEmpty() && value.startsWith("@"))) {
            return Stream.empty();
        }
        try {
            return Stream.of(marker + TopicSyntax.encodeSegment(value));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }
}
