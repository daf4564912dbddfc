package io.tidings.cluster;

import java.util.regex.Pattern;

/**
 * What one node wants to know of others.
 *
 * @param name what kind of question it is, for the {@link Answerer} to be found: 1 to 64 lower case ASCII letters, digits
 *     or '-'
 * @param payload what is asked, JSON as a rule, in a form that asker and answerer share across versions of the service; short
 */
public record Question(String name, String payload) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public Question {
        checkName(name);
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("question: '" + name + "' (expected: " + NAME + ")");
        }
    }
}
