package io.tidings.publish;

import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.TraceParent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Takes from a request's or a frame's headers those that pass on to subscribers. Any thread may call. */
public final class PublicationHeaders {

    private final AllowedHeaders allowed;

    private final Runnable headerDropped;

    /**
     * Passes the allowed headers on.
     *
     * @param headerDropped called for each of them that is dropped for its value
     */
    PublicationHeaders(AllowedHeaders allowed, Runnable headerDropped) {
        this.allowed = allowed;
        this.headerDropped = headerDropped;
    }

    /**
     * The allowed headers, in their order; all others are dropped. Names come out in lower case, for HTTP does not keep
     * theirs and STOMP compares them exactly; of names that differ by case alone the first stands. A {@link TraceParent}
     * that is none is dropped and counted: it is not the sender's fault alone, and says nothing of the update.
     *
     * @throws InvalidPublicationException if the value of an allowed one has a CR, LF or NUL
     */
    public Map<String, String> passing(Map<String, String> incoming) {
        Map<String, String> passing = Map.of();
        for (Map.Entry<String, String> header : incoming.entrySet()) {
            if (allowed.isAllowed(header.getKey()) && isPassing(header.getKey(), header.getValue())) {
                passing = passing.isEmpty() ? new LinkedHashMap<>() : passing;
                passing.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return passing;
    }

    private boolean isPassing(String name, String value) {
        if (!name.equalsIgnoreCase(TraceParent.NAME)) {
            checkValue(name, value);
        } else if (!TraceParent.isLegal(value)) {
            headerDropped.run();
            return false;
        }
        return true;
    }

    /**
     * Checks that a value can stand in a header line.
     *
     * @throws InvalidPublicationException if it cannot
     */
    static void checkValue(String name, String value) {
        if (!AllowedHeaders.isLegalValue(value)) {
            throw new InvalidPublicationException(
                    "header " + name + ": its value has a CR, LF or NUL (expected: none)");
        }
    }
}
