package io.tidings.topic;

/**
 * One segment of a {@link TopicTemplate}.
 *
 * @param text what stands there for a literal, the claim's name for a claim, else empty
 */
record RuleSegment(Kind kind, String text) {

    private static final String CLAIM_PREFIX = "{claim:";

    /** The kinds of segments. */
    enum Kind {
        LITERAL(""),
        ONE("*"),
        REST("#"),
        USER("{user}"),
        OWN("@{user}"),
        CLAIM("");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /**
     * Reads a segment.
     *
     * @param whole what it is a segment of, to be named where it is malformed
     * @throws IllegalArgumentException if it is malformed
     */
    static RuleSegment parse(String whole, String segment) {
        for (Kind kind : Kind.values()) {
            if (!segment.isEmpty() && segment.equals(kind.text)) {
                return new RuleSegment(kind, "");
            }
        }
        if (segment.indexOf('{') < 0 && segment.indexOf('}') < 0) {
            return new RuleSegment(Kind.LITERAL, segment);
        }
        return claim(whole, segment);
    }

    private static RuleSegment claim(String whole, String segment) {
        String name = segment.startsWith(CLAIM_PREFIX) && segment.endsWith("}")
                ? segment.substring(CLAIM_PREFIX.length(), segment.length() - 1)
                : "";
        if (name.isBlank() || name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
            throw new IllegalArgumentException("topics: '" + TopicSyntax.printable(whole) + "' with '"
                    + TopicSyntax.printable(segment)
                    + "' (expected: {user}, @{user} or {claim:NAME}, each as a whole segment)");
        }
        return new RuleSegment(Kind.CLAIM, name);
    }

    boolean isPlaceholder() {
        return kind == Kind.USER || kind == Kind.OWN || kind == Kind.CLAIM;
    }

    /** A segment of a pattern that stands for it where its characters are checked. */
    String sample() {
        return switch (kind) {
            case USER, CLAIM -> "x";
            case OWN -> "@x";
            default -> toString();
        };
    }

    /** Whether it can stand for what a segment of a subscription's pattern stands for: a literal one, or {@code *}. */
    boolean overlaps(String other, RuleValues values) {
        boolean wild = other.equals("*");
        return switch (kind) {
            case ONE, REST -> true;
            case LITERAL -> wild ? !text.startsWith("@") : text.equals(other);
            case OWN -> !wild && values.of(this).contains(other);
            case USER, CLAIM ->
                wild ? !values.of(this).isEmpty() : values.of(this).contains(other);
        };
    }

    /** Whether it stands for all that a segment of a subscription's pattern stands for; {@code #} is for the caller. */
    boolean covers(String other, RuleValues values) {
        if (other.equals("#")) {
            return false;
        }
        return kind == Kind.ONE || (!other.equals("*") && overlaps(other, values));
    }

    /** Whether, for every client, it stands for all that the other does. */
    boolean covers(RuleSegment other) {
        return other.kind != Kind.REST && (kind == Kind.ONE || equals(other));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case LITERAL -> text;
            case CLAIM -> CLAIM_PREFIX + text + '}';
            default -> kind.text;
        };
    }
}
