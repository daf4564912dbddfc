package io.tidings.cluster;

import java.util.Map;

/** Counts something of this node's, for all nodes to know. */
@FunctionalInterface
public interface NodeCounts {

    /**
     * The counts as they are now. Called every few seconds; it must not block.
     *
     * @return by name: 1 to 64 lower case ASCII letters, digits, '.' or '-'; what is named otherwise, or comes after the
     *     hundredth, is left out
     */
    Map<String, Long> counts();
}
