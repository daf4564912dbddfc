package io.tidings.admin;

import io.tidings.topic.Published;

/**
 * The answer to a publication that is safe.
 *
 * @param topic the topic's name
 * @param position where the update stands
 * @param timestamp its time, in milliseconds since the epoch
 */
record PublishedTopic(String topic, String position, long timestamp) {

    static PublishedTopic of(Published published) {
        return new PublishedTopic(published.topic().name(), published.position().toString(), published.timestamp());
    }
}
