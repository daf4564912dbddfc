package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic or pattern, found by the topics that they cover. What was found for a topic is kept until it may be
 * something else, so that the next time is one look into a map. Not thread-safe.
 */
final class TopicIndex<V> {

    private static final int MAX_RESOLVED = 200_000;

    private final Map<TopicPattern, V> values = new HashMap<>();

    private final PatternTree<V> patterns = new PatternTree<>();

    private final Map<Topic, Resolved<V>> resolved = new HashMap<>();

    /** Moves on when a pattern comes or goes, which is no reason to go through all that was resolved. */
    private long version;

    @Nullable
    V get(TopicPattern pattern) {
        return values.get(pattern);
    }

    Collection<V> values() {
        return values.values();
    }

    void put(TopicPattern pattern, V value) {
        values.put(pattern, value);
        if (!pattern.isExact()) {
            patterns.put(pattern, value);
        }
        forget(pattern);
    }

    void remove(TopicPattern pattern) {
        values.remove(pattern);
        if (!pattern.isExact()) {
            patterns.remove(pattern);
        }
        forget(pattern);
    }

    /** The values of all that covers a topic, to be walked by index. */
    List<V> find(Topic topic) {
        Resolved<V> known = resolved.get(topic);
        return known != null && known.version == version ? known.found : resolve(topic);
    }

    /** As {@link #find}, without keeping what is found. */
    List<V> look(Topic topic) {
        List<V> found = new ArrayList<>(2);
        V exact = values.get(new TopicPattern(topic.name()));
        if (exact != null) {
            found.add(exact);
        }
        patterns.collect(topic, found);
        return found;
    }

    private List<V> resolve(Topic topic) {
        List<V> found = look(topic);
        if (resolved.size() >= MAX_RESOLVED) {
            resolved.clear();
        }
        resolved.put(topic, new Resolved<>(version, List.copyOf(found)));
        return found;
    }

    private void forget(TopicPattern pattern) {
        if (pattern.isExact()) {
            pattern.topic().ifPresent(resolved::remove);
        } else {
            version++;
        }
    }

    private record Resolved<V>(long version, List<V> found) {}
}
