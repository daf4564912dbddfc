package io.tidings.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Whoever showed a token that holds. A session keeps it as long as it lasts, so that it holds little: not the token, and of
 * its claims those that rules ask for.
 */
// Authentication is serializable; what this one is made of is, whatever the interfaces say.
@SuppressWarnings("serial")
public final class TokenUser implements Authentication, Scoped {

    private static final long serialVersionUID = 1L;

    private final String name;

    private final @Nullable String issuer;

    private final Set<String> scopes;

    private final Map<String, List<String>> claims;

    private final long expires;

    TokenUser(
            String name, @Nullable String issuer, Set<String> scopes, Map<String, List<String>> claims, long expires) {
        this.name = name;
        this.issuer = issuer;
        this.scopes = Set.copyOf(scopes);
        this.claims = Map.copyOf(claims);
        this.expires = expires;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Set<String> scopes() {
        return scopes;
    }

    @Override
    public List<String> claim(String claim) {
        return claims.getOrDefault(claim, List.of());
    }

    /** Until when the token holds here, in milliseconds since the epoch: what its issuer said, and the clocks' skew. */
    public long expires() {
        return expires;
    }

    /** Whether the same issuer says the same of another. */
    public boolean isSameAs(TokenUser other) {
        return name.equals(other.name) && Objects.equals(issuer, other.issuer);
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public @Nullable Object getDetails() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return this;
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public void setAuthenticated(boolean authenticated) {
        throw new UnsupportedOperationException("a token that holds is what makes one");
    }

    @Override
    public String toString() {
        return "user " + name;
    }
}
