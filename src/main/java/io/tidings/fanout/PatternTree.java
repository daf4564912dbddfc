package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by pattern, found by the topics that the patterns match: segment by segment, so that it takes the longer the more
 * segments a topic has, not the more patterns there are. Not thread-safe.
 */
final class PatternTree<V> {

    private final Node<V> root = new Node<>();

    /** Puts a pattern's value in its place, over the one that was there. */
    void put(TopicPattern pattern, V value) {
        Node<V> node = root;
        for (String segment : segments(pattern.text())) {
            node = node.children.computeIfAbsent(segment, name -> new Node<>());
        }
        node.value = value;
    }

    void remove(TopicPattern pattern) {
        remove(root, segments(pattern.text()), 0);
    }

    /** Adds the value of every pattern that matches the topic. */
    void collect(Topic topic, List<V> found) {
        String[] segments = segments(topic.name());
        collect(root, segments, 0, lastUser(segments), found);
    }

    private static <V> void remove(Node<V> node, String[] segments, int at) {
        if (at == segments.length) {
            node.value = null;
            return;
        }
        Node<V> child = node.children.get(segments[at]);
        if (child != null) {
            remove(child, segments, at + 1);
            if (child.value == null && child.children.isEmpty()) {
                node.children.remove(segments[at]);
            }
        }
    }

    private static <V> void collect(Node<V> node, String[] segments, int at, int lastUser, List<V> found) {
        Node<V> rest = node.children.get("#");
        if (rest != null && lastUser < at) {
            rest.addTo(found);
        }
        if (at == segments.length) {
            node.addTo(found);
            return;
        }
        Node<V> same = node.children.get(segments[at]);
        if (same != null) {
            collect(same, segments, at + 1, lastUser, found);
        }
        Node<V> any = node.children.get("*");
        if (any != null && !isUser(segments[at])) {
            collect(any, segments, at + 1, lastUser, found);
        }
    }

    /** Where the last segment stands that names a user, which no wildcard matches; -1 if there is none. */
    private static int lastUser(String[] segments) {
        int last = segments.length - 1;
        while (last >= 0 && !isUser(segments[last])) {
            last--;
        }
        return last;
    }

    private static boolean isUser(String segment) {
        return segment.charAt(0) == '@';
    }

    private static String[] segments(String text) {
        return text.split("\\.");
    }

    private static final class Node<V> {

        private final Map<String, Node<V>> children = new HashMap<>(4);

        private @Nullable V value;

        void addTo(List<V> found) {
            if (value != null) {
                found.add(value);
            }
        }
    }
}
