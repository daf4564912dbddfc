package io.tidings.publish;

import io.tidings.topic.AllowedHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Takes from a request's or a frame's headers those that pass on to subscribers. Any thread may call. */
public final class PublicationHeaders {

    private final AllowedHeaders allowed;

    PublicationHeaders(AllowedHeaders allowed) {
        this.allowed = allowed;
    }

    /**
     * The allowed headers, in their order; all others are dropped. Names come out in lower case, for HTTP does not keep
     * theirs and STOMP compares them exactly; of names that differ by case alone the first stands.
     *
     * @throws InvalidPublicationException if the value of an allowed one has a CR, LF or NUL
     */
    public Map<String, String> passing(Map<String, String> incoming) {
        Map<String, String> passing = Map.of();
        for (Map.Entry<String, String> header : incoming.entrySet()) {
            if (allowed.isAllowed(header.getKey())) {
                checkValue(header.getKey(), header.getValue());
                passing = passing.isEmpty() ? new LinkedHashMap<>() : passing;
                passing.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return passing;
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
