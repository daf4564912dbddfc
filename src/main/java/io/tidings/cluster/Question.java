package io.tidings.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What one node wants to know of others.
 *
 * @param name what kind of question it is, for the {@link Answerer} to be found: 1 to 64 lower case ASCII letters, digits
 *     or '-'
 * @param payload what is asked, JSON as a rule, in a form that asker and answerer share across versions of the service; at
 *     most 32 KB in UTF-8
 */
public record Question(String name, String payload) {

    /** The longest that an asker may wait for answers. */
    public static final Duration LONGEST_DEADLINE = Duration.ofMinutes(1);

    private static final int MAX_BYTES = 32 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is malformed or the payload too long
     */
    public Question {
        checkName(name);
        if (payload.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("payload: too long (expected: at most " + MAX_BYTES + " bytes)");
        }
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("question: '" + name + "' (expected: " + NAME + ")");
        }
    }
}
