package io.tidings.cluster;

import io.tidings.cluster.NodeMessage.Gossip;
import java.time.Duration;
import java.util.Map;

/**
 * This node, as it tells of itself.
 *
 * @param id its id
 * @param about what stays as it is
 * @param counts what it counts
 */
record Self(String id, Node.About about, Counts counts) {

    Node now() {
        return new Node(id, about, counts.now(), Node.State.ALIVE, Duration.ZERO);
    }

    /** Without its counts, for those who need none. */
    Node uncounted() {
        return new Node(id, about, Map.of(), Node.State.ALIVE, Duration.ZERO);
    }

    Gossip gossip(long number) {
        return new Gossip(id, number, about, counts.now());
    }
}
