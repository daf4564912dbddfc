package io.tidings.relay;

import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells how the relay stands. Out of service without a broker, never down: updates flow from the log meanwhile, so it
 * belongs to neither the liveness nor the readiness group.
 */
final class RelayHealthIndicator implements HealthIndicator {

    private final MonitoredRelay relay;

    RelayHealthIndicator(MonitoredRelay relay) {
        this.relay = relay;
    }

    @Override
    public Health health() {
        LinkState state = relay.state();
        Health.Builder health = state.phase() == LinkState.Phase.CONNECTED ? Health.up() : Health.outOfService();
        health.withDetail("type", state.type())
                .withDetail("state", state.phase().name().toLowerCase(Locale.ROOT))
                .withDetail("since", state.since().toString());
        withText(health, "address", state.address());
        withText(health, "reason", state.reason());
        return health.build();
    }

    private static void withText(Health.Builder health, String name, String text) {
        if (!text.isEmpty()) {
            health.withDetail(name, text);
        }
    }
}
