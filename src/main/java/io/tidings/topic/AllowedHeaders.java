package io.tidings.topic;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The headers that publishers may have passed on to subscribers. Names are compared without regard to case. */
public final class AllowedHeaders {

    /** STOMP 1.2's own headers and Tidings': a publisher cannot set them. */
    private static final Set<String> RESERVED = Set.of(
            "destination",
            "message-id",
            "subscription",
            "content-type",
            "content-length",
            "receipt",
            "receipt-id",
            "ack",
            "id",
            "transaction",
            "version",
            "session",
            "server",
            "heart-beat",
            "login",
            "passcode",
            "host",
            "accept-version",
            "user-name",
            "authorization",
            "message",
            "timestamp",
            "position",
            "snapshot",
            "deleted",
            "gap",
            "since",
            "history",
            "max-rate",
            "idempotency-key",
            IdempotencyHeader.NAME,
            CanaryHeader.NAME);

    private final Set<String> names;

    /**
     * Allows these names.
     *
     * @throws IllegalArgumentException if one is reserved, empty, or has a character that is no RFC 9110 token
     */
    public AllowedHeaders(Collection<String> names) {
        this.names = names.stream().map(AllowedHeaders::checked).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a header of this name passes on. */
    public boolean isAllowed(String name) {
        return !names.isEmpty() && names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a value can stand in a STOMP header line of any version: it has no CR, LF or NUL. */
    public static boolean isLegalValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                return false;
            }
        }
        return true;
    }

    private static String checked(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.matches("[a-z0-9!#$%&'*+.^_`|~-]{1,64}") || RESERVED.contains(lower)) {
            throw new IllegalArgumentException("header: '" + TopicSyntax.printable(name)
                    + "' (expected: 1 to 64 characters of an HTTP token, and no name of STOMP's or Tidings' own)");
        }
        return lower;
    }
}
