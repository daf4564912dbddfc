package io.tidings.replica;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Out of service until every configured namespace has been read back. A log that falls behind later is shown, but does not
 * count: what ails the log ails all nodes at once, and their clients are better served late than turned away.
 */
final class ReplicaHealthIndicator implements HealthIndicator {

    private final Replica replica;

    ReplicaHealthIndicator(Replica replica) {
        this.replica = replica;
    }

    @Override
    public Health health() {
        ReplicaStatus status = replica.status();
        Health.Builder health = replica.isReady() ? Health.up() : Health.outOfService();
        return health.withDetail("logs", status.logs())
                .withDetail("joined", status.joined())
                .withDetail("behind", status.behind())
                .build();
    }
}
