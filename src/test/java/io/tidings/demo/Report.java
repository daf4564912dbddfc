package io.tidings.demo;

/**
 * Something that the feed tells.
 *
 * @param namespace the namespace and Kafka topic that it goes to
 * @param key the rest of the topic's name, which is the record's key
 * @param body becomes the JSON
 */
record Report(String namespace, String key, Object body) {}
