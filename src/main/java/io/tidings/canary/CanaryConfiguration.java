package io.tidings.canary;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.access.CanaryKey;
import io.tidings.connection.Loopback;
import io.tidings.log.CanaryLog;
import io.tidings.log.UpdateLog;
import io.tidings.replica.Replica;
import io.tidings.topic.Namespaces;
import java.time.Clock;
import java.util.Random;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the canaries, where they are enabled. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("tidings.canary.enabled")
class CanaryConfiguration {

    @Bean
    WatchedNamespaces watchedNamespaces(Namespaces namespaces, CanaryProperties properties) {
        return WatchedNamespaces.of(namespaces, properties.except());
    }

    @Bean
    WatchedLogs watchedLogs(CanaryProperties properties) {
        return new WatchedLogs(properties, System::nanoTime, new Random());
    }

    @Bean
    CanaryMetrics canaryMetrics(MeterRegistry registry, WatchedLogs logs, Clock clock) {
        return new CanaryMetrics(registry, logs, clock);
    }

    @Bean
    CanaryWriter canaryWriter(
            WatchedNamespaces namespaces, UpdateLog log, CanaryLog canaries, WatchedLogs logs, CanaryMetrics metrics) {
        return new CanaryWriter(namespaces, log, canaries, logs, metrics);
    }

    @Bean
    CanarySession canarySession(
            Loopback loopback,
            CanaryKey key,
            @Value("${spring.webflux.base-path:}${tidings.session.path:/ws}") String path,
            WatchedNamespaces namespaces,
            CanaryProperties properties) {
        return new CanarySession(loopback, key, path, namespaces, properties);
    }

    /** Where there is nothing to watch it is never ready. */
    @Bean
    Canary canary(
            WatchedNamespaces namespaces,
            Replica replica,
            CanarySession session,
            CanaryWriter writer,
            WatchedLogs logs,
            CanaryMetrics metrics) {
        return new Canary(() -> !namespaces.all().isEmpty() && replica.isReady(), session, writer, logs, metrics);
    }
}
