package io.tidings.topic;

import java.util.regex.Pattern;

/**
 * One life of one node, as the source of an ephemeral namespace's updates. Written {@code NAMESPACE~NODE}.
 *
 * @param namespace the ephemeral namespace
 * @param node the node's name and incarnation, {@code NAME-INCARNATION}: 1 to 128 ASCII letters, digits, {@code . _ -}
 */
public record NodeId(String namespace, String node) implements Source {

    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    public NodeId {
        TopicSyntax.checkNamespace(namespace);
        if (!NODE.matcher(node).matches()) {
            throw new IllegalArgumentException("node: '" + TopicSyntax.printable(node) + "' (expected: " + NODE + ")");
        }
    }

    /**
     * Reads {@code NAMESPACE~NODE}.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static NodeId parse(String text) {
        int tilde = text.indexOf('~');
        if (tilde < 0) {
            throw new IllegalArgumentException(
                    "source: '" + TopicSyntax.printable(text) + "' (expected: NAMESPACE~NODE)");
        }
        return new NodeId(text.substring(0, tilde), text.substring(tilde + 1));
    }

    @Override
    public String toString() {
        return namespace + '~' + node;
    }
}
