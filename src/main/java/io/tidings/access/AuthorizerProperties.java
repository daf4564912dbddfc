package io.tidings.access;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service that is asked where a rule is {@code authorizer}.
 *
 * @param url Where it is asked, by POST; none where no rule is for it.
 * @param token A bearer token to show it.
 * @param ssl TLS to it
 * @param claims The claims that it is told of, beside the user and the scopes.
 * @param timeout How long it may take to answer.
 * @param maxPending The most questions under way; past it further ones are denied.
 * @param cacheSize The most answers that are remembered.
 * @param cacheTime How long a yes is remembered.
 * @param deniedCacheTime How long a no is remembered.
 */
@ConfigurationProperties("tidings.access.authorizer")
record AuthorizerProperties(
        @Nullable URI url,
        @Nullable String token,
        @DefaultValue Ssl ssl,
        @DefaultValue List<String> claims,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("1000") int maxPending,
        @DefaultValue("10000") int cacheSize,
        @DefaultValue("1m") Duration cacheTime,
        @DefaultValue("5s") Duration deniedCacheTime) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    AuthorizerProperties {
        claims = List.copyOf(claims);
        if (url != null && (url.getHost() == null || !List.of("http", "https").contains(url.getScheme()))) {
            throw new IllegalArgumentException("url: '" + url + "' (expected: http://HOST... or https://HOST...)");
        }
        if (token != null && !token.matches("[!-~]+")) {
            throw new IllegalArgumentException("token: *** (expected: visible ASCII characters)");
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        if (maxPending < 1) {
            throw new IllegalArgumentException("max-pending: " + maxPending + " (expected: >= 1)");
        }
        if (cacheSize < 0) {
            throw new IllegalArgumentException("cache-size: " + cacheSize + " (expected: >= 0)");
        }
        if (cacheTime.isNegative() || deniedCacheTime.isNegative()) {
            throw new IllegalArgumentException(
                    "cache-time: '" + cacheTime + "', denied-cache-time: '" + deniedCacheTime + "' (expected: >= 0)");
        }
    }

    /**
     * TLS.
     *
     * @param bundle The SSL bundle for an https URL; the JVM's trusted certificates where none is named.
     */
    record Ssl(@Nullable String bundle) {}

    @Override
    public String toString() {
        return "AuthorizerProperties[url=" + url + ", token=" + (token == null ? "null" : "***") + "]";
    }
}
