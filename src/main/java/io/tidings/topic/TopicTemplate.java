package io.tidings.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a rule is about: a pattern in which placeholders stand for whole segments, {@code {user}} for the
 * client's name, {@code {claim:NAME}} for any of the texts of a claim, {@code @{user}} for the segment that makes a topic
 * the client's own. {@code *} stands for one segment, {@code #} at the end for the rest, none included; unlike those of a
 * subscription they stand for users' own topics too, lest a rule leave those out of what it guards. The first segment is
 * the namespace, or {@code *} for whichever it is.
 */
public final class TopicTemplate {

    private final List<RuleSegment> segments;

    private TopicTemplate(List<RuleSegment> segments) {
        this.segments = List.copyOf(segments);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static TopicTemplate parse(String text) {
        List<RuleSegment> segments = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = end(text, start);
            segments.add(RuleSegment.parse(text, text.substring(start, end)));
            start = end + 1;
        }
        check(text, segments);
        return new TopicTemplate(segments);
    }

    /** Whether it is about topics of whichever namespace it stands in. */
    public boolean isOfAnyNamespace() {
        return segments.get(0).kind() == RuleSegment.Kind.ONE;
    }

    /** Whether it is about other topics for each client. */
    boolean hasPlaceholders() {
        return segments.stream().anyMatch(RuleSegment::isPlaceholder);
    }

    /** The names of the claims in it. */
    Stream<String> claims() {
        return segments.stream()
                .filter(each -> each.kind() == RuleSegment.Kind.CLAIM)
                .map(RuleSegment::text);
    }

    /**
     * As it stands in a namespace.
     *
     * @throws IllegalArgumentException if it is about topics of another one
     */
    TopicTemplate in(String namespace) {
        RuleSegment first = new RuleSegment(RuleSegment.Kind.LITERAL, namespace);
        if (!isOfAnyNamespace() && !segments.get(0).equals(first)) {
            throw new IllegalArgumentException("topics: '" + this + "' (expected: topics of this namespace, '"
                    + namespace + ".' and what follows)");
        }
        List<RuleSegment> within = new ArrayList<>(segments);
        within.set(0, first);
        return new TopicTemplate(within);
    }

    /** Whether a topic that the pattern matches may be among these. */
    boolean overlaps(List<String> pattern, RuleValues values) {
        for (int i = 0; i < segments.size(); i++) {
            RuleSegment segment = segments.get(i);
            if (segment.kind() == RuleSegment.Kind.REST) {
                return true;
            }
            if (i >= pattern.size()) {
                return false;
            }
            if (pattern.get(i).equals("#")) {
                return segments.stream().skip(i).allMatch(each -> each.overlaps("*", values));
            }
            if (!segment.overlaps(pattern.get(i), values)) {
                return false;
            }
        }
        return pattern.size() == segments.size()
                || (pattern.size() == segments.size() + 1
                        && pattern.get(segments.size()).equals("#"));
    }

    /** Whether every topic that the pattern matches is among these. */
    boolean covers(List<String> pattern, RuleValues values) {
        for (int i = 0; i < segments.size(); i++) {
            RuleSegment segment = segments.get(i);
            if (segment.kind() == RuleSegment.Kind.REST) {
                return true;
            }
            if (i >= pattern.size() || !segment.covers(pattern.get(i), values)) {
                return false;
            }
        }
        return pattern.size() == segments.size();
    }

    /** Whether, for every client, each of the other's topics is among these. */
    boolean covers(TopicTemplate other) {
        for (int i = 0; i < segments.size(); i++) {
            RuleSegment segment = segments.get(i);
            if (segment.kind() == RuleSegment.Kind.REST) {
                return true;
            }
            if (i >= other.segments.size() || !segment.covers(other.segments.get(i))) {
                return false;
            }
        }
        return other.segments.size() == segments.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicTemplate template && segments.equals(template.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    @Override
    public String toString() {
        return segments.stream().map(RuleSegment::toString).collect(Collectors.joining("."));
    }

    /** A claim's name may have dots in it. */
    private static int end(String text, int start) {
        boolean inside = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            inside = c == '{' || (inside && c != '}');
            if (c == '.' && !inside) {
                return i;
            }
        }
        return text.length();
    }

    /** With something in place of its placeholders a template is a pattern. */
    private static void check(String text, List<RuleSegment> segments) {
        RuleSegment first = segments.get(0);
        if (first.isPlaceholder()) {
            throw new IllegalArgumentException("topics: '" + TopicSyntax.printable(text)
                    + "' (expected: a namespace, or '*', as its first segment)");
        }
        try {
            TopicSyntax.checkPattern(Stream.concat(
                            Stream.of(first.kind() == RuleSegment.Kind.ONE ? "x" : first.toString()),
                            segments.stream().skip(1).map(RuleSegment::sample))
                    .collect(Collectors.joining(".")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("topics: '" + TopicSyntax.printable(text) + "': " + e.getMessage(), e);
        }
    }
}
