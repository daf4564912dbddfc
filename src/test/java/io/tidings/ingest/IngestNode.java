package io.tidings.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.relay.Relay;
import io.tidings.testing.KafkaBroker;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Update;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** One node's log and ingest as the application wires them, with a relay of the test's, or the real one. */
final class IngestNode implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private final @Nullable FakeRelay relay;

    /** Starts a node; without a relay of the test's it has its own. */
    IngestNode(
            KafkaBroker broker,
            String group,
            @Nullable FakeRelay relay,
            List<Namespace> namespaces,
            String... properties) {
        this.relay = relay;
        TestPropertyValues.of(
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "tidings.ingest.group=" + group,
                        "tidings.log.topics.refresh-interval=200ms",
                        "tidings.ingest.batches.commit-interval=200ms",
                        "tidings.ingest.batches.retry-delay=100ms")
                .and(properties)
                .applyTo(context);
        context.registerBean(Namespaces.class, () -> new Namespaces(namespaces, null));
        context.registerBean(AllowedHeaders.class, () -> new AllowedHeaders(List.of()));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        if (relay == null) {
            context.scan("io.tidings.relay");
        } else {
            context.registerBean(Relay.class, () -> relay);
        }
        context.register(Properties.class, KafkaAutoConfiguration.class);
        context.scan("io.tidings.log", "io.tidings.ingest");
        context.refresh();
    }

    FakeRelay relay() {
        return Objects.requireNonNull(relay);
    }

    Relay realRelay() {
        return context.getBean(Relay.class);
    }

    /** The bodies that the relay has been given, as texts. */
    List<String> bodies() {
        return updates().stream()
                .map(update -> new String(update.body(), StandardCharsets.UTF_8))
                .toList();
    }

    List<Update> updates() {
        return relay().published().stream()
                .flatMap(batch -> batch.updates().stream())
                .toList();
    }

    /** The logs of which the relay has been given anything. */
    List<LogId> logs() {
        return relay().published().stream()
                .map(batch -> (LogId) batch.source())
                .distinct()
                .toList();
    }

    double count(String meter) {
        return context.getBean(MeterRegistry.class).find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double gauge(String meter) {
        return context.getBean(MeterRegistry.class).get(meter).gauge().value();
    }

    @Override
    public void close() {
        context.close();
    }

    @ConfigurationPropertiesScan({"io.tidings.log", "io.tidings.ingest", "io.tidings.relay"})
    static class Properties {}
}
