package io.tidings.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/** Makes users of tokens that have been checked. */
final class TokenUsers {

    private static final int LONGEST_NAME = 255;

    private final JwtGrantedAuthoritiesConverter scopes;

    private final String nameClaim;

    private final Set<String> claims;

    private final Duration clockSkew;

    /**
     * Says what is read of a token.
     *
     * @param scopes finds its scopes
     * @param nameClaim the claim that names the user
     * @param claims the claims that a user is asked for
     */
    TokenUsers(JwtGrantedAuthoritiesConverter scopes, String nameClaim, Set<String> claims, Duration clockSkew) {
        this.scopes = scopes;
        this.nameClaim = nameClaim;
        this.claims = Set.copyOf(claims);
        this.clockSkew = clockSkew;
    }

    /**
     * The user of a token.
     *
     * @throws BadTokenException if it names none that a header can carry, or never expires
     */
    TokenUser of(Jwt token) {
        Instant expires = token.getExpiresAt();
        if (expires == null) {
            throw new BadTokenException("without exp");
        }
        return new TokenUser(
                name(token), token.getClaimAsString(JwtClaimNames.ISS), scopes(token), claims(token), millis(expires));
    }

    /** Control characters would be more headers of a STOMP frame, and CONNECTED does not escape them (STOMP 1.2). */
    private String name(Jwt token) {
        String name = token.getClaim(nameClaim) instanceof String text ? text : "";
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new BadTokenException("with a " + nameClaim + " that is missing, longer than " + LONGEST_NAME
                    + " or has control characters");
        }
        return name;
    }

    private Set<String> scopes(Jwt token) {
        Collection<GrantedAuthority> granted = scopes.convert(token);
        return granted.stream()
                .map(GrantedAuthority::getAuthority)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Map<String, List<String>> claims(Jwt token) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String claim : claims) {
            List<String> texts = texts(token.getClaim(claim));
            if (!texts.isEmpty()) {
                kept.put(claim, texts);
            }
        }
        return kept;
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().flatMap(each -> text(each).stream()).toList();
        }
        return text(value);
    }

    private static List<String> text(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? List.of(value.toString())
                : List.of();
    }

    /** Far ahead is as good as never. */
    private long millis(Instant expires) {
        try {
            return Math.addExact(expires.toEpochMilli(), clockSkew.toMillis());
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
