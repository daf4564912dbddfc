package io.tidings.testing;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The parts outside the build that a test needs and a machine may lack. A test whose part is missing is skipped with the
 * reason, unless the environment variable {@value #VARIABLE} (comma-separated) names the part: then it fails, so that a
 * build that has to prove a thing cannot pass by leaving it out.
 */
public final class Required {

    /** The environment variable that names the parts that must be there. */
    public static final String VARIABLE = "TIDINGS_REQUIRE";

    private static final Set<String> KNOWN = Set.of("rabbitmq", "chromium", "prometheus", "buildah", "node");

    private final Set<String> parts;

    private Required(Set<String> parts) {
        this.parts = parts;
    }

    /**
     * Goes on if the part is there, skips the test if not, and fails it if the environment requires the part.
     *
     * @param reason what is missing, and where it was looked for
     */
    public static void orSkip(String part, boolean present, String reason) {
        parse(System.getenv(VARIABLE)).check(part, present, reason);
    }

    /**
     * Reads the variable's value; null and blank require nothing.
     *
     * @throws IllegalArgumentException if it names a part that no test knows
     */
    static Required parse(@Nullable String text) {
        Set<String> parts = Arrays.stream((text == null ? "" : text).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        parts.forEach(Required::checkKnown);
        return new Required(parts);
    }

    void check(String part, boolean present, String reason) {
        checkKnown(part);
        if (!present && parts.contains(part)) {
            Assertions.fail(part + ": " + reason + " (required by " + VARIABLE + ")");
        }
        Assumptions.assumeTrue(present, part + ": " + reason);
    }

    private static void checkKnown(String part) {
        if (!KNOWN.contains(part)) {
            throw new IllegalArgumentException("part: '" + part + "' (expected: one of " + new TreeSet<>(KNOWN) + ")");
        }
    }
}
