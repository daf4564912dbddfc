package io.tidings.log;

import java.util.Set;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether Kafka can be reached and the topics are there, as the last look at them saw it: asking does not wait. */
final class LogHealthIndicator implements HealthIndicator {

    private final KafkaTopics topics;

    LogHealthIndicator(KafkaTopics topics) {
        this.topics = topics;
    }

    @Override
    public Health health() {
        KafkaTopics.Status status = topics.status();
        Set<String> missing = topics.missing();
        boolean up = status.isReached() && missing.isEmpty();
        Health.Builder health = (up ? Health.up() : Health.down()).withDetail("type", "kafka");
        if (status.clusterId() != null) {
            health.withDetail("cluster", status.clusterId());
        }
        if (status.failure() != null) {
            health.withDetail("cause", status.failure());
        }
        if (!missing.isEmpty()) {
            health.withDetail("missing", missing);
        }
        return health.build();
    }
}
