package io.tidings.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.log.ConditionalOnLog;
import io.tidings.log.KafkaClients;
import io.tidings.log.KafkaRecords;
import io.tidings.log.KafkaTopics;
import io.tidings.log.LogType;
import io.tidings.log.MemoryUpdateLog;
import io.tidings.relay.Relay;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.trace.Spans;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the ingest that goes with the log. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    IngestMetrics ingestMetrics(MeterRegistry registry, Clock clock) {
        return new IngestMetrics(registry, clock);
    }

    @Bean
    @ConditionalOnLog(LogType.MEMORY)
    MemoryIngest memoryIngest(MemoryUpdateLog log, Relay relay, ObjectProvider<Spans> spans, IngestMetrics metrics) {
        return new MemoryIngest(log, traced(relay, spans), metrics);
    }

    private static Relay traced(Relay relay, ObjectProvider<Spans> spans) {
        return spans.getIfAvailable(Spans::off).overIngest(relay);
    }

    /** Ingest from Kafka. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnLog(LogType.KAFKA)
    static class Kafka {

        @Bean
        DeadLetters deadLetters(KafkaClients clients, IngestProperties properties, IngestMetrics metrics) {
            return new DeadLetters(new DeadLetterRecoverer(clients.producers()), properties.deadLetters(), metrics);
        }

        @Bean
        Pipeline ingestPipeline(
                KafkaTopics topics,
                KafkaRecords records,
                Relay relay,
                ObjectProvider<Spans> spans,
                DeadLetters deadLetters,
                IngestProperties properties,
                IngestMetrics metrics) {
            return new Pipeline(topics, records, traced(relay, spans), deadLetters, properties, metrics);
        }

        @Bean
        KafkaIngest kafkaIngest(Namespaces namespaces, Pipeline pipeline, KafkaClients clients) {
            Map<String, Namespace> durable = namespaces.configured().stream()
                    .filter(namespace -> namespace.policy().durable())
                    .collect(Collectors.toMap(Namespace::kafkaTopic, Function.identity()));
            return new KafkaIngest(durable, pipeline, clients);
        }
    }
}
