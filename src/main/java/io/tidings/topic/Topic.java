package io.tidings.topic;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A topic: a dotted name such as {@code scores.nba.lal-bos}, whose first segment is its namespace and whose rest is its
 * key. A name of one segment is a topic too, with an empty key.
 *
 * <p>A name has at most {@value #MAX_LENGTH} characters; its segments are not empty and consist of ASCII letters, digits
 * and {@code - _ ~ @ : = + ! $}, and of {@code %} with two upper-case hexadecimal digits for any other byte of UTF-8
 * (RFC 3986, section 2.1). A name has one spelling only, so that it comes back from its {@link #rawKey()}: a dot is
 * escaped only where it would leave an empty segment. A segment that starts with {@code @} names the user that the topic
 * belongs to; no pattern matches it.
 *
 * @param name the whole name, namespace included
 */
public record Topic(String name) implements Comparable<Topic> {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 255;

    /** What a STOMP destination of a topic starts with. */
    public static final String DESTINATION_PREFIX = "/topic/";

    /** What follows the namespace in the name of its canaries' topic. */
    private static final String CANARY = ".@%25canary";

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is not as the class comment says
     */
    public Topic {
        TopicSyntax.checkTopic(name);
    }

    /**
     * The topic of a namespace and a key as an upstream system wrote it: whatever may not stand in a name is
     * percent-encoded, so that every key has its own topic. {@link #rawKey()} is the way back.
     *
     * @throws IllegalArgumentException if the namespace is malformed or the name gets too long
     */
    public static Topic of(String namespace, String rawKey) {
        return new Topic(rawKey.isEmpty() ? namespace : namespace + '.' + TopicSyntax.encode(rawKey));
    }

    /**
     * The topic of a STOMP destination.
     *
     * @throws IllegalArgumentException if it does not start with {@code /topic/}, or what follows is not a topic
     */
    public static Topic ofDestination(String destination) {
        return new Topic(TopicSyntax.stripPrefix(destination));
    }

    /**
     * A user's own topic beside a shared one: {@code NAME.@USER}.
     *
     * @param name the shared topic's name
     * @param user the user's name, any text; in the raw key, its dots and percent signs stand as {@code %2E} and
     *     {@code %25}, so that the user is one segment
     * @throws IllegalArgumentException if the name is malformed, the user's is no text, or the result too long
     */
    public static Topic ofUser(String name, String user) {
        return new Topic(name + ".@" + TopicSyntax.encodeSegment(user));
    }

    /**
     * The topic of a namespace's canaries, which is nobody's: no pattern matches it, as none matches a user's own, and the
     * segment of a user whose name has a percent sign has that escaped twice.
     */
    public static Topic canary(String namespace) {
        return new Topic(namespace + CANARY);
    }

    /** Whether it is the topic of a namespace's canaries. */
    public boolean isCanary() {
        return isCanary(name);
    }

    static boolean isCanary(String name) {
        return name.endsWith(CANARY) && name.indexOf('.') == name.length() - CANARY.length();
    }

    /** The first segment. */
    public String namespace() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** What follows the namespace, percent-encoded as in the name; empty for a topic of one segment. */
    public String key() {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /** The key with its percent-encoding undone: the record key in Kafka, as UTF-8. */
    public String rawKey() {
        return TopicSyntax.decode(key());
    }

    /** {@link #rawKey()} as UTF-8. */
    public byte[] rawKeyBytes() {
        return rawKey().getBytes(StandardCharsets.UTF_8);
    }

    /** The STOMP destination: {@code /topic/} and the name. */
    public String destination() {
        return DESTINATION_PREFIX + name;
    }

    /** Written out, as the hash is, for maps are asked for topics a million times a second: a record's own are slower. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Topic topic && name.equals(topic.name));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public int compareTo(Topic other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
