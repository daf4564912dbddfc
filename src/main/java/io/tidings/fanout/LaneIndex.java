package io.tidings.fanout;

import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;

/** A lane's index: topic → interests. */
final class LaneIndex {

    private final TopicIndex<Interest> interests = new TopicIndex<>();

    /** The interest in a topic or pattern; made if there is none. */
    Interest interest(TopicPattern pattern) {
        Interest known = interests.get(pattern);
        if (known == null) {
            known = new Interest(pattern, this);
            interests.put(pattern, known);
        }
        return known;
    }

    void remove(Interest interest) {
        interests.remove(interest.pattern());
    }

    /** Every interest in a topic, to be walked by index. */
    List<Interest> find(Topic topic) {
        return interests.find(topic);
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
}
