package io.tidings.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.log.UpdateLog;
import io.tidings.relay.Relay;
import io.tidings.replica.Replica;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeIncarnation;
import io.tidings.trace.Spans;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires publishing. */
@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

    @Bean
    AllowedHeaders allowedHeaders(PublishProperties properties) {
        return new AllowedHeaders(properties.passing());
    }

    @Bean
    PublicationHeaders publicationHeaders(AllowedHeaders allowed, PublishMetrics metrics) {
        return new PublicationHeaders(allowed, metrics::headerDropped);
    }

    @Bean
    PublishMetrics publishMetrics(MeterRegistry registry) {
        return new PublishMetrics(registry);
    }

    @Bean
    EphemeralUpdates ephemeralUpdates(
            NodeIncarnation node,
            Clock clock,
            Relay relay,
            Replica replica,
            PublishMetrics metrics,
            ObjectProvider<Spans> spans) {
        Relay traced = spans.getIfAvailable(Spans::off).over(relay);
        return new EphemeralUpdates(node, clock, traced, replica::offer, metrics);
    }

    @Bean
    DurableUpdates durableUpdates(PublishProperties properties, UpdateLog log, Replica replica) {
        return new DurableUpdates(log, replica.originals(), properties.settleTimeout());
    }

    @Bean
    Publisher publisher(
            Namespaces namespaces,
            PublishProperties properties,
            DurableUpdates durable,
            EphemeralUpdates ephemeral,
            PublishMetrics metrics,
            ObjectProvider<Spans> spans) {
        PublicationLimits limits = new PublicationLimits(properties.maxHeaders().toBytes());
        Router router = new Router(namespaces, limits, durable, ephemeral);
        return new Publisher(router, metrics, spans.getIfAvailable(Spans::off));
    }
}
