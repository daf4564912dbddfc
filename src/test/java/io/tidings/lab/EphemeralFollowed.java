package io.tidings.lab;

import io.tidings.lab.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A subscription of an ephemeral namespace: within a session nothing may come twice, and what one node published on a topic
 * comes in order; what is missing is counted, not held against it.
 */
final class EphemeralFollowed implements Checked {

    private final String id;

    private final String destination;

    /** By topic and publishing node. */
    private final Map<String, Long> lasts = new HashMap<>();

    private final Map<String, Set<Long>> seen = new HashMap<>();

    private final Map<String, Set<Long>> session = new HashMap<>();

    private final List<Finding> findings = new ArrayList<>();

    private boolean live;

    private long deliveries;

    EphemeralFollowed(String id, String destination) {
        this.id = id;
        this.destination = destination;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized String[] subscribe() {
        lasts.clear();
        session.clear();
        return new String[] {"id:" + id, "destination:" + destination, "receipt:" + id};
    }

    @Override
    public synchronized void live(StompFrame receipt) {
        live = true;
    }

    @Override
    public synchronized void message(StompFrame frame) {
        deliveries++;
        String topic = String.valueOf(frame.header("destination")).substring("/topic/".length());
        String position = String.valueOf(frame.header("message-id"));
        long number = Body.number(frame.text());
        Long before = lasts.put(topic + ' ' + position.substring(0, position.lastIndexOf('@')), number);
        if (!session.computeIfAbsent(topic, name -> new HashSet<>()).add(number)) {
            find(Kind.DOUBLED, topic, number, position);
        } else if (before != null && before > number) {
            find(Kind.REORDERED, topic, number, position + " after " + before);
        }
        seen.computeIfAbsent(topic, name -> new HashSet<>()).add(number);
    }

    @Override
    public synchronized boolean isLive() {
        return live;
    }

    @Override
    public boolean hasAll(Ledger ledger) {
        return true;
    }

    @Override
    public synchronized List<Finding> findings(Ledger ledger) {
        return List.copyOf(findings);
    }

    /** How many acknowledged updates never came. */
    synchronized long missed(Ledger ledger) {
        long missed = 0;
        for (String topic : ledger.topics()) {
            if (Body.covers(destination, topic)) {
                Set<Long> came = seen.getOrDefault(topic, Set.of());
                for (long number = 1; number <= ledger.last(topic); number++) {
                    missed += ledger.isAcknowledged(topic, number) && !came.contains(number) ? 1 : 0;
                }
            }
        }
        return missed;
    }

    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public synchronized long deliveries() {
        return deliveries;
    }

    private void find(Kind kind, String topic, long number, String what) {
        findings.add(new Finding(kind, topic, number, id + ": " + what, Instant.now()));
    }
}
