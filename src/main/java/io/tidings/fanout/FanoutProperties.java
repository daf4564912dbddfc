package io.tidings.fanout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of the fan-out.
 *
 * @param maxDrain the most updates that a lane takes before it writes and flushes, and the most of a replay's turn
 * @param maxDrainSize the most bytes of bodies that a lane takes before it writes and flushes, but for one update more
 * @param maxQueued the most updates that wait for a lane before the replica waits for it
 * @param maxHeld the most updates that are held for a subscription while it gets what it is owed; where it conflates, the
 *     most topics
 * @param maxPaced the most topics whose rate is watched in a group of subscriptions
 * @param replayRate the most updates a second that a session gets of what it is owed
 * @param replayTimeout how long a client may take nothing of what it is owed before its session is closed
 * @param maxViews the most views that a lane waits for, with which subscriptions that stand are to go on
 * @param rejoinTimeout how long the replica is asked again for such a view before the sessions are closed
 */
@Validated
@ConfigurationProperties("tidings.fanout")
record FanoutProperties(
        @DefaultValue("256") @Min(1) @Max(65_536) int maxDrain,
        @DefaultValue("1MB") DataSize maxDrainSize,
        @DefaultValue("65536") @Min(1) int maxQueued,
        @DefaultValue("10000") @Min(1) int maxHeld,
        @DefaultValue("100000") @Min(1) int maxPaced,
        @DefaultValue("50000") @Min(1) int replayRate,
        @DefaultValue("1m") Duration replayTimeout,
        @DefaultValue("100") @Min(1) @Max(1_000) int maxViews,
        @DefaultValue("2m") Duration rejoinTimeout) {

    FanoutProperties {
        if (replayTimeout.isNegative() || rejoinTimeout.isNegative()) {
            throw new IllegalArgumentException("tidings.fanout: a negative time (expected: >= 0)");
        }
    }
}
