package io.tidings.log;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much the log in memory keeps.
 *
 * @param maxUpdates the most updates of one namespace
 * @param window the oldest an update may get
 * @param maxBytes the most bytes of all namespaces together, counting bodies, headers and names
 */
@Validated
@ConfigurationProperties("tidings.log.memory")
public record MemoryLogProperties(
        @DefaultValue("100000") @Min(1) int maxUpdates,
        @DefaultValue("1h") Duration window,
        @DefaultValue("64MB") DataSize maxBytes) {

    /**
     * Checks the amounts.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public MemoryLogProperties {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("tidings.log.memory.window: '" + window + "' (expected: > 0)");
        }
        if (maxBytes.toBytes() < 1) {
            throw new IllegalArgumentException("tidings.log.memory.max-bytes: '" + maxBytes + "' (expected: > 0)");
        }
    }
}
