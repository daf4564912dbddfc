package io.tidings.topic;

import java.util.Locale;

/**
 * Who may do a thing: {@code anyone}, {@code authenticated}, {@code nobody}, {@code scope:NAME}, or whomever the
 * {@code authorizer} lets.
 *
 * @param who the kind of rule
 * @param scope the scope that is asked for; empty unless {@code who} is {@link Who#SCOPE}
 */
public record AccessRule(Who who, String scope) {

    /** Everybody, logged in or not. */
    public static final AccessRule ANYONE = new AccessRule(Who.ANYONE, "");

    /** Nobody. */
    public static final AccessRule NOBODY = new AccessRule(Who.NOBODY, "");

    private static final AccessRule AUTHENTICATED = new AccessRule(Who.AUTHENTICATED, "");

    private static final AccessRule AUTHORIZER = new AccessRule(Who.AUTHORIZER, "");

    private static final String SCOPE_PREFIX = "scope:";

    /** The kinds of rules. */
    public enum Who {
        ANYONE,
        AUTHENTICATED,
        NOBODY,
        SCOPE,
        /** A service beside this one is asked. */
        AUTHORIZER
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static AccessRule parse(String text) {
        return switch (text) {
            case "anyone" -> ANYONE;
            case "nobody" -> NOBODY;
            case "authenticated" -> AUTHENTICATED;
            case "authorizer" -> AUTHORIZER;
            default -> scope(text);
        };
    }

    @Override
    public String toString() {
        return who == Who.SCOPE ? SCOPE_PREFIX + scope : who.name().toLowerCase(Locale.ROOT);
    }

    private static AccessRule scope(String text) {
        if (!text.startsWith(SCOPE_PREFIX) || text.length() == SCOPE_PREFIX.length()) {
            throw new IllegalArgumentException("rule: '" + TopicSyntax.printable(text)
                    + "' (expected: anyone, authenticated, nobody, scope:NAME or authorizer)");
        }
        return new AccessRule(Who.SCOPE, text.substring(SCOPE_PREFIX.length()));
    }
}
