package io.tidings.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One life of one node, as it told of itself last.
 *
 * @param id {@code NAME-INCARNATION}, as in {@link io.tidings.topic.NodeIncarnation}
 * @param about what stays as it is for the node's life
 * @param counts its counts, by name
 * @param state whether it is there
 * @param age how long ago it was last heard of, by this node's clock; none for this node
 */
public record Node(String id, About about, Map<String, Long> counts, State state, Duration age) {

    public Node {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /**
     * What stays as it is for a node's life.
     *
     * @param name the name it was given, or its host's; several nodes may share one
     * @param version the version of Tidings that it runs
     * @param startedAt when it started, by its own clock
     */
    public record About(String name, String version, Instant startedAt) {}

    /** Whether a node is there. */
    public enum State {
        /** It has been heard of lately. */
        ALIVE,
        /** It has not, and did not say that it would stop. */
        MISSING
    }
}
