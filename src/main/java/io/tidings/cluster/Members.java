package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Gossip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The other nodes, as they told of themselves. Time is this node's own: when it heard of them. Any thread may call.
 */
final class Members {

    private final ClusterProperties properties;

    private final Map<String, Member> byId = new TreeMap<>();

    Members(ClusterProperties properties) {
        this.properties = properties;
    }

    /** Takes in what a node told of itself. */
    synchronized Heard heard(Gossip gossip, long nanoTime) {
        Member known = byId.get(gossip.from());
        if (known == null && byId.size() >= properties.maxNodes()) {
            return Heard.TOO_MANY;
        }
        if (known != null && (known.left() || gossip.number() <= known.gossip().number())) {
            return Heard.OLD;
        }
        byId.put(gossip.from(), new Member(gossip, nanoTime, false));
        return known == null ? Heard.NEW : Heard.KNOWN;
    }

    /** A node stops. It is remembered for a while, so that what it said before and comes later does not bring it back. */
    synchronized void left(String id, long nanoTime) {
        Member known = byId.get(id);
        if (known != null) {
            byId.put(id, new Member(known.gossip(), nanoTime, true));
        }
    }

    /** Forgets who has not been heard of for long. */
    synchronized void forget(long nanoTime) {
        byId.values()
                .removeIf(member ->
                        age(member, nanoTime) > properties.forgetAfter().toNanos());
    }

    /** Those that have not said that they stop, by their ids. */
    synchronized List<Node> nodes(long nanoTime) {
        List<Node> nodes = new ArrayList<>(byId.size());
        for (Member member : byId.values()) {
            if (!member.left()) {
                nodes.add(node(member, age(member, nanoTime)));
            }
        }
        return nodes;
    }

    /** Whether it is one of {@link #nodes}. */
    synchronized boolean knows(String id) {
        Member known = byId.get(id);
        return known != null && !known.left();
    }

    synchronized int count(Node.State state, long nanoTime) {
        return (int) byId.values().stream()
                .filter(member -> !member.left() && state(age(member, nanoTime)) == state)
                .count();
    }

    private Node node(Member member, long age) {
        Gossip gossip = member.gossip();
        return new Node(gossip.from(), gossip.about(), gossip.counts(), state(age), Duration.ofNanos(age));
    }

    private Node.State state(long age) {
        return age > properties.missingAfter().toNanos() ? Node.State.MISSING : Node.State.ALIVE;
    }

    private static long age(Member member, long nanoTime) {
        return Math.max(0, nanoTime - member.heardAt());
    }

    /** What there is to say of what was heard. */
    enum Heard {
        /** From a node that was not known. */
        NEW,
        /** From one that was. */
        KNOWN,
        /** Overtaken by a later one, doubled, or from a node that has stopped. */
        OLD,
        /** From one node more than may be known. */
        TOO_MANY
    }

    private record Member(Gossip gossip, long heardAt, boolean left) {}
}
