package io.tidings.fanout;

import io.tidings.topic.TopicPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a lane's sessions hold subscriptions to: a topic, or a pattern. */
final class Interest {

    private final TopicPattern pattern;

    private final LaneIndex index;

    private final Map<Group.Key, Group> groups = new LinkedHashMap<>();

    private final List<Group> walk = new ArrayList<>();

    Interest(TopicPattern pattern, LaneIndex index) {
        this.pattern = pattern;
        this.index = index;
    }

    TopicPattern pattern() {
        return pattern;
    }

    /** The groups, to be walked by index. */
    List<Group> groups() {
        return walk;
    }

    /** The group that a subscription belongs to; made if there is none. */
    Group group(Subscription subscription) {
        return groups.computeIfAbsent(Group.Key.of(subscription), key -> create(key, subscription.lane()));
    }

    void remove(Group group) {
        groups.remove(group.key());
        leaveWalk(group);
        if (groups.isEmpty()) {
            index.remove(this);
        }
    }

    private Group create(Group.Key key, Lane lane) {
        Group group = new Group(this, key, Pacing.of(key.flow(), lane));
        group.place(walk.size());
        walk.add(group);
        return group;
    }

    /** The last one takes its place: there may be as many groups as subscriptions, and all of them end at once. */
    private void leaveWalk(Group group) {
        Group last = walk.remove(walk.size() - 1);
        if (last != group) {
            walk.set(group.place(), last);
            last.place(group.place());
        }
    }
}
