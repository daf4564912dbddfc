package io.tidings.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.NodeIncarnation;
import io.tidings.topic.TraceParent;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires tracing, where it is on. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnTracing.class)
class TraceConfiguration {

    /** A registry of its own: that of the service would make meters of these spans too, which have meters already. */
    @Bean
    Spans spans(Tracer tracer, AllowedHeaders allowed) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new SpanHandler(tracer));
        return new Spans(registry, allowed.isAllowed(TraceParent.NAME));
    }

    @Bean
    RequestSpans requestSpans() {
        return new RequestSpans();
    }

    @Bean
    UntracedRequests untracedRequests(Tracer tracer, Environment environment) {
        return new UntracedRequests(tracer, environment.getProperty("management.endpoints.web.base-path", "/actuator"));
    }

    /** Which node a span is of, beside the service's name. */
    @Bean
    SdkTracerProviderBuilderCustomizer nodeOfSpans(NodeIncarnation node, ObjectProvider<BuildProperties> build) {
        AttributesBuilder attributes = Attributes.builder().put("service.instance.id", node.name());
        build.ifAvailable(known -> attributes.put("service.version", known.getVersion()));
        return provider -> provider.addResource(Resource.create(attributes.build()));
    }

    @Bean
    SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters, MeterRegistry registry) {
        TraceMetrics metrics = new TraceMetrics(registry);
        return SpanExporters.of(exporters
                .orderedStream()
                .map(exporter -> (SpanExporter) new WatchedExporter(exporter, metrics))
                .toList());
    }
}
