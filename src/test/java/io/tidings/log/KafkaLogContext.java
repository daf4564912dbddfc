package io.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.testing.KafkaBroker;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Policy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The log in Kafka as the application wires it, with namespaces that come up as tests ask for them. */
final class KafkaLogContext implements AutoCloseable {

    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    KafkaLogContext(String bootstrapServers, String... properties) {
        TestPropertyValues.of("spring.kafka.bootstrap-servers=" + bootstrapServers)
                .and(properties)
                .applyTo(context);
        context.registerBean(Namespaces.class, () -> new Namespaces(List.copyOf(namespaces.values()), namespaces::get));
        context.registerBean(AllowedHeaders.class, () -> new AllowedHeaders(List.of("x-trace", "x-kind")));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.register(Properties.class, KafkaAutoConfiguration.class, LogConfiguration.class);
    }

    /** Starts the log, against a broker whose topics have short names of their own. */
    static KafkaLogContext start(KafkaBroker broker, String... properties) {
        return new KafkaLogContext(broker.bootstrapServers(), properties).start();
    }

    KafkaLogContext start() {
        context.refresh();
        return this;
    }

    /** Makes a namespace known, of a name of its own; before {@link #start} it is a configured one. */
    Namespace namespace(String name, Policy policy) {
        Namespace namespace = Namespace.of(name, policy, Namespace.Access.DEFAULT);
        namespaces.put(name, namespace);
        return namespace;
    }

    Namespace namespace(Namespace namespace) {
        namespaces.put(namespace.name(), namespace);
        return namespace;
    }

    Namespace namespaceOf(String name) {
        return namespaces.get(name);
    }

    UpdateLog log() {
        return context.getBean(UpdateLog.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    @EnableConfigurationProperties({LogProperties.class, MemoryLogProperties.class})
    static class Properties {}
}
