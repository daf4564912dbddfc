package io.tidings.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Decisions about access that take time.
 *
 * @param decisionTimeout how long a client's frame may wait for the decision about it before it is refused
 */
@ConfigurationProperties("tidings.access")
record DecisionProperties(@DefaultValue("10s") Duration decisionTimeout) {

    DecisionProperties {
        if (decisionTimeout.isZero() || decisionTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "tidings.access.decision-timeout: " + decisionTimeout + " (expected: > 0)");
        }
    }
}
