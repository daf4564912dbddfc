package io.tidings.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A question as the authorizer is asked it. Equal ones get the same answer.
 *
 * @param action {@code subscribe}, {@code publish} or {@code read-history}
 * @param topic the one topic that it is about
 * @param pattern in place of the topic: a pattern, for all that it matches
 * @param user the client's name, for one that has shown who it is
 * @param scopes its scopes, in their order
 * @param claims its claims, as far as the authorizer is told of them
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"action", "topic", "pattern", "user", "scopes", "claims"})
record AuthorizerRequest(
        String action,
        @Nullable String topic,
        @Nullable String pattern,
        @Nullable String user,
        Set<String> scopes,
        Map<String, List<String>> claims) {

    static AuthorizerRequest of(Question question, List<String> claimNames) {
        String topics = question.topics().text();
        boolean exact = question.topics().isExact();
        Principal principal = question.principal();
        return new AuthorizerRequest(
                question.action().key(),
                exact ? topics : null,
                exact ? null : topics,
                principal == null ? null : principal.getName(),
                principal instanceof Scoped scoped ? new TreeSet<>(scoped.scopes()) : Set.of(),
                principal instanceof Scoped scoped ? claims(scoped, claimNames) : Map.of());
    }

    private static Map<String, List<String>> claims(Scoped scoped, List<String> names) {
        Map<String, List<String>> claims = new TreeMap<>();
        for (String name : names) {
            List<String> values = scoped.claim(name);
            if (!values.isEmpty()) {
                claims.put(name, List.copyOf(values));
            }
        }
        return claims;
    }
}
