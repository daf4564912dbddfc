package io.tidings.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;

/**
 * How tokens are checked, besides what {@code spring.security.oauth2.resourceserver.jwt} says.
 *
 * @param secret The secret that tokens are signed with, where issuer and service share one; at least as long as the
 *     algorithm's hash, 32 bytes for HS256.
 * @param algorithm The one algorithm that tokens signed with the secret may name.
 * @param clockSkew How far the clocks of issuer and service may be apart.
 * @param fetchInterval How often the issuer's keys are fetched at the most, for tokens that name a key that is not known.
 * @param fetchTimeout How long that may take.
 */
@ConfigurationProperties("tidings.access.jwt")
record JwtProperties(
        @Nullable String secret,
        @DefaultValue("HS256") MacAlgorithm algorithm,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("5s") Duration fetchInterval,
        @DefaultValue("5s") Duration fetchTimeout) {

    private static final Duration GREATEST_SKEW = Duration.ofMinutes(10);

    JwtProperties {
        if (clockSkew.isNegative() || clockSkew.compareTo(GREATEST_SKEW) > 0) {
            throw new IllegalArgumentException(
                    "tidings.access.jwt.clock-skew: " + clockSkew + " (expected: 0s to 10m)");
        }
        checkPositive("fetch-interval", fetchInterval);
        checkPositive("fetch-timeout", fetchTimeout);
    }

    private static void checkPositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("tidings.access.jwt." + name + ": " + value + " (expected: > 0s)");
        }
    }

    @Override
    public String toString() {
        return "JwtProperties[secret=" + (secret == null ? "null" : "***") + ", algorithm=" + algorithm
                + ", clockSkew=" + clockSkew + ", fetchInterval=" + fetchInterval + ", fetchTimeout=" + fetchTimeout
                + "]";
    }
}
