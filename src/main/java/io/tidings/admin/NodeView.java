package io.tidings.admin;

import io.tidings.cluster.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A node, as it told of itself last.
 *
 * @param id its id, made anew at each start
 * @param name the name that it was given, or its host's
 * @param version the version that it runs
 * @param startedAt when it started, by its own clock
 * @param state {@code alive}, or {@code missing} where it has not been heard of lately
 * @param age how long ago it was heard of; none for the node that answers
 * @param counts what it counts, by name
 */
record NodeView(
        String id,
        String name,
        String version,
        Instant startedAt,
        String state,
        Duration age,
        Map<String, Long> counts) {

    static NodeView of(Node node) {
        return new NodeView(
                node.id(),
                node.about().name(),
                node.about().version(),
                node.about().startedAt(),
                node.state().name().toLowerCase(Locale.ROOT),
                node.age(),
                node.counts());
    }
}
