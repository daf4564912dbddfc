package io.tidings.log;

import io.tidings.topic.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same topic for the same bytes in records, without making a text of them and checking it each time. Each slot
 * holds one topic and forgets it for the next that falls there, so that it is bounded and needs no order. Any thread: what a
 * slot holds does not change, and of two that are put at once one is lost, to be made again.
 */
final class TopicNames {

    private static final int SLOTS = 1 << 14;

    private final @Nullable Name[] slots = new Name[SLOTS];

    /** The topic that these bytes name, if it is known. */
    @Nullable
    Topic get(String namespace, byte[] key) {
        Name name = slots[slot(namespace, key)];
        return name != null && name.isOf(namespace, key) ? name.topic : null;
    }

    /**
     * Makes the topic that these bytes name.
     *
     * @throws IllegalArgumentException if it is not a legal one
     */
    Topic add(String namespace, byte[] key, String rawKey) {
        Topic topic = Topic.of(namespace, rawKey);
        slots[slot(namespace, key)] = new Name(namespace, key.clone(), topic);
        return topic;
    }

    private static int slot(String namespace, byte[] key) {
        int hash = 31 * namespace.hashCode() + Arrays.hashCode(key);
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    private static final class Name {

        private final String namespace;

        private final byte[] key;

        private final Topic topic;

        Name(String namespace, byte[] key, Topic topic) {
            this.namespace = namespace;
            this.key = key;
            this.topic = topic;
        }

        boolean isOf(String otherNamespace, byte[] otherKey) {
            return Arrays.equals(key, otherKey) && namespace.equals(otherNamespace);
        }
    }
}
