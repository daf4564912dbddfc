package io.tidings.connection;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of TCP connections, and who may speak for others.
 *
 * @param max the most connections of a node
 * @param maxPerAddress the most connections of one client address
 * @param requestTimeout how long a connection may take until it has sent its first request's head
 * @param idleTimeout how long a connection may take to read an answer, and then to send the head of the next request
 * @param trustedProxies the addresses and CIDR ranges of the proxies that say truly who the client is
 * @param forwardedBy the headers in which they say it
 */
@Validated
@ConfigurationProperties("tidings.connection")
record ConnectionProperties(
        @DefaultValue("110000") @Min(1) int max,
        @DefaultValue("2000") @Min(1) int maxPerAddress,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("1m") Duration idleTimeout,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("x-forwarded") ForwardedBy forwardedBy) {

    ConnectionProperties {
        checkPositive("request-timeout", requestTimeout);
        checkPositive("idle-timeout", idleTimeout);
        trustedProxies.forEach(AddressRange::parse);
    }

    private static void checkPositive(String key, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("tidings.connection." + key + ": " + time + " (expected: > 0)");
        }
    }
}
