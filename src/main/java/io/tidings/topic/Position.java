package io.tidings.topic;

/**
 * Where an update stands, e.g. {@code scores-3.9f2c01ab@1841}; it is the STOMP {@code message-id}.
 *
 * @param source the log, or for an ephemeral namespace the node, that counts
 * @param offset the update's number there, from 0
 */
public record Position(Source source, long offset) {

    /**
     * Checks the offset.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("offset: " + offset + " (expected: >= 0)");
        }
    }

    /**
     * Reads {@code SOURCE@OFFSET}.
     *
     * @throws IllegalArgumentException if the text is not a position
     */
    public static Position parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException(
                    "position: '" + TopicSyntax.printable(text) + "' (expected: NAMESPACE-PARTITION.EPOCH@OFFSET)");
        }
        return new Position(Source.parse(text.substring(0, at)), offset(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return source.toString() + '@' + offset;
    }

    static long offset(String digits) {
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "offset: '" + TopicSyntax.printable(digits) + "' (expected: 1 to 18 digits)");
        }
        return Long.parseLong(digits);
    }
}
