package io.tidings.topic;

/**
 * Which part of a Kafka record names the topic within its namespace: {@code key}, {@code header:NAME} or
 * {@code constant:NAME}.
 *
 * @param part the part
 * @param name the header's name, or the constant; empty for the key
 */
public record TopicFrom(Part part, String name) {

    /** The record's key. */
    public static final TopicFrom KEY = new TopicFrom(Part.KEY, "");

    /** The parts. */
    public enum Part {
        KEY,
        HEADER,
        CONSTANT
    }

    /**
     * Reads {@code key}, {@code header:NAME} or {@code constant:NAME}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static TopicFrom parse(String text) {
        if (text.equals("key")) {
            return KEY;
        }
        if (text.startsWith("header:") && text.length() > "header:".length()) {
            return new TopicFrom(Part.HEADER, text.substring("header:".length()));
        }
        if (text.startsWith("constant:") && text.length() > "constant:".length()) {
            return new TopicFrom(Part.CONSTANT, text.substring("constant:".length()));
        }
        throw new IllegalArgumentException(
                "topic-from: '" + TopicSyntax.printable(text) + "' (expected: key, header:NAME or constant:NAME)");
    }
}
