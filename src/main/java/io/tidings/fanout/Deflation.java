package io.tidings.fanout;

import java.util.Set;

/**
 * What was agreed on with a client about permessage-deflate (RFC 7692).
 *
 * @param minBytes the smallest run of frames that is compressed by itself
 * @param maxContexts the most groups of a lane whose messages may refer to earlier ones; 0 if this client's may not
 * @param namespaces the namespaces whose updates are compressed; none for all
 */
public record Deflation(int minBytes, int maxContexts, Set<String> namespaces) {

    /** Nothing is compressed. */
    public static final Deflation NONE = new Deflation(Integer.MAX_VALUE, 0, Set.of());

    /** What holds for a namespace. */
    Deflation in(String namespace) {
        return namespaces.isEmpty() || namespaces.contains(namespace) ? this : NONE;
    }
}
