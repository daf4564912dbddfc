package io.tidings.fanout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of the fan-out.
 *
 * @param maxDrain the most updates that a lane takes before it writes and flushes
 * @param maxQueued the most updates that wait for a lane before the replica waits for it
 * @param maxHeld the most updates that are held for a subscription whose snapshot is still being sent
 */
@Validated
@ConfigurationProperties("tidings.fanout")
record FanoutProperties(
        @DefaultValue("256") @Min(1) @Max(65_536) int maxDrain,
        @DefaultValue("65536") @Min(1) int maxQueued,
        @DefaultValue("10000") @Min(1) int maxHeld) {}
