package io.tidings.canary;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The canaries, which prove that updates get from each log to a socket.
 *
 * @param enabled whether this node writes and awaits canaries
 * @param interval how long a log may be without one before one is written
 * @param jitter the most that is added to the interval, at random, so that one node writes before the others
 * @param except the durable namespaces that get none
 * @param timeout how long the node's own session may bring nothing, heart-beats included, until it is opened anew; more than
 *     it takes until a canary comes
 * @param reconnect the pauses before that
 */
@Validated
@ConfigurationProperties("tidings.canary")
record CanaryProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("10s") Duration interval,
        @DefaultValue("5s") Duration jitter,
        @DefaultValue List<String> except,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue Reconnect reconnect) {

    private static final Duration LONGEST = Duration.ofHours(1);

    CanaryProperties {
        except = List.copyOf(except);
        check("interval", interval, Duration.ofMillis(10));
        check("jitter", jitter, Duration.ZERO);
        check("timeout", timeout, interval.plus(jitter).plusMillis(100));
        check("reconnect.min", reconnect.min, Duration.ofMillis(1));
        check("reconnect.max", reconnect.max, reconnect.min);
    }

    /** The pauses before the own session is opened anew: doubling, each less or more a random part of up to a half. */
    record Reconnect(
            @DefaultValue("500ms") Duration min,
            @DefaultValue("10s") Duration max) {}

    private static void check(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "tidings.canary." + key + ": " + value + " (expected: " + least + " to " + LONGEST + ")");
        }
    }
}
