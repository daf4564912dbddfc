package io.tidings.topic;

/** A namespace was named that is not served here. */
public final class UnknownNamespaceException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownNamespaceException(String name, String expected) {
        super("namespace: '" + TopicSyntax.printable(name) + "' (expected: " + expected + ")");
    }
}
