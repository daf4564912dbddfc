package io.tidings.admin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The admin API.
 *
 * @param readTimeout How long the body of a request may take to arrive.
 * @param retryAfter After how long a client is told to try again when the log cannot be reached.
 */
@ConfigurationProperties("tidings.admin")
record AdminProperties(
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("2s") Duration retryAfter) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    AdminProperties {
        check("read-timeout", readTimeout);
        check("retry-after", retryAfter);
    }

    private static void check(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0s)");
        }
    }
}
