package io.tidings.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.topic.AccessAction;
import java.util.Locale;

/** Counts what was denied. */
final class AccessMetrics {

    private final MeterRegistry registry;

    /** Registers all counters, so that they stand at 0. */
    AccessMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (AccessAction action : AccessAction.values()) {
            for (Reason reason : Reason.values()) {
                counter(action, reason);
            }
        }
    }

    /** Why a thing was denied. */
    enum Reason {
        /** The client does not meet the rule. */
        RULE,
        /** The topic is another user's own. */
        OWNER,
        /** The authorizer said no. */
        AUTHORIZER,
        /** The authorizer said nothing. */
        UNKNOWN
    }

    void denied(AccessAction action, Reason reason) {
        counter(action, reason).increment();
    }

    private Counter counter(AccessAction action, Reason reason) {
        return Counter.builder("tidings.access.denied")
                .description("What clients asked for and were not allowed")
                .tag("action", action.key())
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
