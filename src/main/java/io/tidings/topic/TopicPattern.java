package io.tidings.topic;

import java.util.Optional;

/**
 * What a subscription covers: one topic, or every topic that a pattern matches. {@code *} stands for one segment,
 * {@code #} at the end for the rest, none included; the first segment, the namespace, is literal. A wildcard never
 * matches a segment that starts with {@code @}, so that users' own topics are seen by nobody else.
 *
 * @param text a topic's name with wildcards for segments, e.g. {@code scores.*.final} or {@code scores.#}
 */
public record TopicPattern(String text) implements Comparable<TopicPattern> {

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if it is neither a topic's name nor such a pattern
     */
    public TopicPattern {
        TopicSyntax.checkPattern(text);
    }

    /**
     * The pattern of a STOMP destination.
     *
     * @throws IllegalArgumentException if it does not start with {@code /topic/}, or what follows is not a pattern
     */
    public static TopicPattern ofDestination(String destination) {
        return new TopicPattern(TopicSyntax.stripPrefix(destination));
    }

    /** The first segment. */
    public String namespace() {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    /** Whether it covers exactly one topic. */
    public boolean isExact() {
        return text.indexOf('*') < 0 && text.indexOf('#') < 0;
    }

    /** The one topic that it covers, if it {@link #isExact()}. */
    public Optional<Topic> topic() {
        return isExact() ? Optional.of(new Topic(text)) : Optional.empty();
    }

    /** Whether it covers the topic of a namespace's canaries, which no wildcard does. */
    public boolean isCanary() {
        return Topic.isCanary(text);
    }

    /** Whether it covers the topic. Takes time linear in the length of both and allocates nothing. */
    public boolean matches(Topic topic) {
        String name = topic.name();
        int p = 0;
        int t = 0;
        while (p < text.length()) {
            char first = text.charAt(p);
            if (first == '#') {
                return hasNoUserSegment(name, t);
            }
            if (t > name.length()) {
                return false;
            }
            int pEnd = end(text, p);
            int tEnd = end(name, t);
            boolean same = first == '*'
                    ? name.charAt(t) != '@'
                    : pEnd - p == tEnd - t && text.regionMatches(p, name, t, pEnd - p);
            if (!same) {
                return false;
            }
            p = pEnd + 1;
            t = tEnd + 1;
        }
        return t > name.length();
    }

    /** By the text. Strangers can choose texts of one hash code: by their order a map still tells them apart quickly. */
    @Override
    public int compareTo(TopicPattern other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean hasNoUserSegment(String name, int from) {
        return (from >= name.length() || name.charAt(from) != '@') && name.indexOf(".@", Math.max(0, from - 1)) < 0;
    }

    private static int end(String text, int start) {
        int dot = text.indexOf('.', start);
        return dot < 0 ? text.length() : dot;
    }
}
