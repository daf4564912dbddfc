package io.tidings.topic;

/** Where positions are counted: a {@link LogId log}, or for an ephemeral namespace a {@link NodeId node}. */
public sealed interface Source permits LogId, NodeId {

    /** The namespace of every update that the source numbers. */
    String namespace();

    /**
     * The source that a text names.
     *
     * @throws IllegalArgumentException if it is neither {@code NAMESPACE-PARTITION.EPOCH} nor {@code NAMESPACE~NODE}
     */
    static Source parse(String text) {
        return text.indexOf('~') >= 0 ? NodeId.parse(text) : LogId.parse(text);
    }
}
