package io.tidings.ingest;

import io.tidings.log.KafkaTopic;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node has seen of the Kafka topics since its start, which decides where a group begins that has no offsets: in a
 * topic that came up meanwhile, or was made anew, all is new. Any thread.
 */
final class SeenTopics {

    private final Set<String> appeared = ConcurrentHashMap.newKeySet();

    private final Map<String, String> firstEpochs = new ConcurrentHashMap<>();

    /** Takes note of Kafka topics that came up while this node runs. */
    void appeared(Collection<String> kafkaTopics) {
        appeared.addAll(kafkaTopics);
    }

    StartOffsets start(KafkaTopic topic) {
        String first = firstEpochs.putIfAbsent(topic.name(), topic.epoch());
        boolean isNew = appeared.contains(topic.name()) || (first != null && !first.equals(topic.epoch()));
        return isNew ? StartOffsets.BEGINNING : StartOffsets.HEAD;
    }
}
