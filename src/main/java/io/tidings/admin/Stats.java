package io.tidings.admin;

import io.tidings.cluster.Node;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the nodes count, added up.
 *
 * @param nodes how many nodes are in it
 * @param oldest how long ago the one of them that is silent the longest was heard of
 * @param counts the counts, by name
 * @param missing the nodes that are not in it, for they have not been heard of lately
 */
record Stats(int nodes, Duration oldest, Map<String, Count> counts, List<MissingNode> missing) {

    static Stats of(List<Node> known) {
        List<Node> alive =
                known.stream().filter(node -> node.state() == Node.State.ALIVE).toList();
        Map<String, Count> counts = new TreeMap<>();
        alive.forEach(node -> node.counts()
                .forEach((name, value) -> counts.merge(name, new Count(value, value, value), Count::plus)));
        Duration oldest =
                alive.stream().map(Node::age).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        return new Stats(alive.size(), oldest, counts, MissingNode.among(known));
    }

    /**
     * What nodes count under one name.
     *
     * @param sum of all nodes; for what all have alike, such as topics, look at the others
     * @param least of any node
     * @param most of any node
     */
    record Count(long sum, long least, long most) {

        private Count plus(Count other) {
            return new Count(sum + other.sum, Math.min(least, other.least), Math.max(most, other.most));
        }
    }
}
