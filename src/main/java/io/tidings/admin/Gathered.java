package io.tidings.admin;

import java.util.List;

/**
 * What the nodes answered to a question.
 *
 * @param answers the answers, in the order of their nodes' ids
 * @param missing the nodes without one
 */
record Gathered<T>(List<FromNode<T>> answers, List<MissingNode> missing) {

    /**
     * A node's answer.
     *
     * @param node the node's id
     */
    record FromNode<T>(String node, T answer) {}
}
