package io.tidings.admin;

import io.tidings.cluster.Answers;
import io.tidings.cluster.Node;
import java.util.List;
import java.util.Locale;

/**
 * A node whose part of an answer is missing.
 *
 * @param node the node's id
 * @param reason why: {@code timeout}, {@code unreachable}, {@code unknown_question} (it runs another version), {@code busy} or
 *     {@code failed}
 */
record MissingNode(String node, String reason) {

    static MissingNode of(Answers.Missing missing) {
        return new MissingNode(missing.node(), missing.reason().name().toLowerCase(Locale.ROOT));
    }

    /** Those of these nodes that have not been heard of lately. */
    static List<MissingNode> among(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.state() == Node.State.MISSING)
                .map(node -> of(new Answers.Missing(node.id(), Answers.Reason.UNREACHABLE)))
                .toList();
    }
}
