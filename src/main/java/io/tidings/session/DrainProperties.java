package io.tidings.session;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How sessions end when the node stops.
 *
 * @param period the longest time over which they are closed; 0 for all at once
 * @param rate how many are closed a second as long as the period is enough for that; else more
 * @param settleTimeout how long a session waits for what its client has published to be answered, before it is closed
 */
@Validated
@ConfigurationProperties("tidings.session.drain")
record DrainProperties(
        @DefaultValue("20s") Duration period,
        @DefaultValue("100") @Min(1) @Max(1_000_000) int rate,
        @DefaultValue("5s") Duration settleTimeout) {

    private static final Duration LONGEST = Duration.ofHours(1);

    DrainProperties {
        check("period", period);
        check("settle-timeout", settleTimeout);
    }

    private static void check(String name, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("tidings.session.drain." + name + ": " + time + " (expected: 0s to 1h)");
        }
    }
}
