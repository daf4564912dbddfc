package io.tidings.lab;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was published: by topic, numbers from 1, each under way, acknowledged or never known. Thread-safe. */
final class Ledger {

    private final Map<String, Entries> topics = new ConcurrentHashMap<>();

    /** Begins the next publication on a topic; returns its number. */
    long begin(String topic) {
        return topics.computeIfAbsent(topic, name -> new Entries()).begin();
    }

    /** Notes that a publication was confirmed: it must arrive. */
    void acknowledged(String topic, long number) {
        entries(topic).acknowledged(number);
    }

    /** Whether a publication was confirmed; one that was not may arrive, but need not. */
    boolean isAcknowledged(String topic, long number) {
        Entries entries = topics.get(topic);
        return entries != null && entries.isAcknowledged(number);
    }

    /** The last number that was begun; 0 if the topic is not known. */
    long last(String topic) {
        Entries entries = topics.get(topic);
        return entries == null ? 0 : entries.last();
    }

    /** How many publications on a topic were not confirmed. */
    long unconfirmed(String topic) {
        Entries entries = entries(topic);
        return entries.last() - entries.acknowledged();
    }

    Collection<String> topics() {
        return List.copyOf(topics.keySet());
    }

    /** How many publications were confirmed, over all topics. */
    long acknowledged() {
        return topics.values().stream().mapToLong(Entries::acknowledged).sum();
    }

    private Entries entries(String topic) {
        Entries entries = topics.get(topic);
        if (entries == null) {
            throw new IllegalArgumentException("topic: '" + topic + "' (expected: one that was published to)");
        }
        return entries;
    }

    private static final class Entries {

        private final Set<Long> unknown = new HashSet<>();

        private long last;

        synchronized long begin() {
            unknown.add(++last);
            return last;
        }

        synchronized void acknowledged(long number) {
            unknown.remove(number);
        }

        synchronized boolean isAcknowledged(long number) {
            return number <= last && !unknown.contains(number);
        }

        synchronized long last() {
            return last;
        }

        synchronized long acknowledged() {
            return last - unknown.size();
        }
    }
}
