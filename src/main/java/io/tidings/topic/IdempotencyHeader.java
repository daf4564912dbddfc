package io.tidings.topic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header in which an update's idempotency key travels, from its publisher through the log and over the relay to every
 * replica, which tells repeats by it. No subscriber sees it.
 */
public final class IdempotencyHeader {

    /** Its name, in a Kafka record too. */
    public static final String NAME = "tidings-idempotency-key";

    /** The most characters of its value. */
    public static final int MAX_LENGTH = 64;

    private IdempotencyHeader() {}

    /** Whether the value is one: 1 to {@value #MAX_LENGTH} visible ASCII characters. */
    public static boolean isLegal(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** These headers and the key's. */
    static Map<String, String> with(Map<String, String> headers, String key) {
        Map<String, String> with = new LinkedHashMap<>(headers);
        with.put(NAME, key);
        return Collections.unmodifiableMap(with);
    }

    /** These headers but the key's. */
    static Map<String, String> without(Map<String, String> headers) {
        Map<String, String> without = new LinkedHashMap<>(headers);
        without.remove(NAME);
        return without.isEmpty() ? Map.of() : Collections.unmodifiableMap(without);
    }
}
