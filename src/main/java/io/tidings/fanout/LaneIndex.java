package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A lane's index: topic → interests. A topic's exact interest and the patterns that match it are found once and kept until
 * an interest that concerns its namespace comes or goes.
 */
final class LaneIndex {

    private static final int MAX_RESOLVED = 200_000;

    private final Map<TopicPattern, Interest> interests = new HashMap<>();

    private final Map<String, List<Interest>> patterns = new HashMap<>();

    private final Map<Topic, Interest[]> resolved = new HashMap<>();

    /** The interest in a topic or pattern; made if there is none. */
    Interest interest(TopicPattern pattern) {
        Interest known = interests.get(pattern);
        if (known == null) {
            known = new Interest(pattern, this);
            interests.put(pattern, known);
            if (!pattern.isExact()) {
                patterns.computeIfAbsent(pattern.namespace(), name -> new ArrayList<>())
                        .add(known);
            }
            forget(pattern);
        }
        return known;
    }

    void remove(Interest interest) {
        TopicPattern pattern = interest.pattern();
        interests.remove(pattern);
        List<Interest> siblings = patterns.get(pattern.namespace());
        if (!pattern.isExact() && siblings != null) {
            siblings.remove(interest);
            if (siblings.isEmpty()) {
                patterns.remove(pattern.namespace());
            }
        }
        forget(pattern);
    }

    /** Every interest in a topic. */
    Interest[] find(Topic topic) {
        Interest[] known = resolved.get(topic);
        return known != null ? known : resolve(topic);
    }

    /** Every subscription to topics of a namespace. */
    List<Subscription> subscriptions(String namespace) {
        List<Subscription> found = new ArrayList<>();
        for (Interest interest : interests.values()) {
            if (interest.pattern().namespace().equals(namespace)) {
                interest.groups().forEach(group -> group.collect(found));
            }
        }
        return found;
    }

    private Interest[] resolve(Topic topic) {
        List<Interest> found = new ArrayList<>();
        Interest exact = interests.get(new TopicPattern(topic.name()));
        if (exact != null) {
            found.add(exact);
        }
        for (Interest pattern : patterns.getOrDefault(topic.namespace(), List.of())) {
            if (pattern.pattern().matches(topic)) {
                found.add(pattern);
            }
        }
        if (resolved.size() >= MAX_RESOLVED) {
            resolved.clear();
        }
        Interest[] result = found.toArray(Interest[]::new);
        resolved.put(topic, result);
        return result;
    }

    private void forget(TopicPattern pattern) {
        if (pattern.isExact()) {
            pattern.topic().ifPresent(resolved::remove);
        } else {
            resolved.keySet().removeIf(topic -> pattern.matches(topic));
        }
    }
}
