package io.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespaces;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Makes the log that the configuration asks for. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @Bean
    LogMetrics logMetrics(MeterRegistry registry) {
        return new LogMetrics(registry);
    }

    /** The log in memory. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnLog(LogType.MEMORY)
    static class Memory {

        @Bean
        MemoryUpdateLog updateLog(Clock clock, MemoryLogProperties properties) {
            return new MemoryUpdateLog(clock, properties);
        }

        @Bean
        HealthIndicator logHealthIndicator() {
            Health up = Health.up().withDetail("type", "memory").build();
            return () -> up;
        }
    }

    /** The log in Kafka. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnLog(LogType.KAFKA)
    static class Kafka {

        @Bean
        KafkaClients kafkaClients(
                KafkaAdmin admin,
                ProducerFactory<?, ?> producers,
                ConsumerFactory<?, ?> consumers,
                Namespaces namespaces,
                LogProperties properties) {
            KafkaClients clients = new KafkaClients(admin, producers, consumers, namespaces, properties);
            clients.check();
            return clients;
        }

        @Bean
        KafkaRecords kafkaRecords(AllowedHeaders allowedHeaders, LogMetrics metrics) {
            return new KafkaRecords(allowedHeaders, metrics::headerDropped);
        }

        @Bean(initMethod = "start")
        KafkaTopics kafkaTopics(
                KafkaClients clients, Namespaces namespaces, LogProperties properties, LogMetrics metrics) {
            LogProperties.Topics settings = properties.topics();
            TopicInspection inspection = new TopicInspection(
                    clients::admin, new TopicConfigs(settings), settings.create(), properties.requestTimeout());
            KafkaTopics topics = new KafkaTopics(inspection, namespaces, settings.refreshInterval());
            metrics.bindMissingTopics(() -> topics.missing().size());
            return topics;
        }

        @Bean
        KafkaAppender kafkaAppender(
                KafkaClients clients,
                KafkaTopics topics,
                KafkaRecords records,
                LogProperties properties,
                LogMetrics metrics) {
            return new KafkaAppender(clients.producers(), topics, records, properties, metrics);
        }

        /** A reader asks for records that are there: it waits for none, or what it reads next would have to wait too. */
        @Bean
        LogReaders logReaders(
                KafkaClients clients,
                KafkaTopics topics,
                KafkaRecords records,
                LogProperties properties,
                LogMetrics metrics) {
            Map<String, Object> overrides = Map.of(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "none",
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    20,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    properties.reads().batchSize());
            return new LogReaders(clients.consumers(overrides), topics, records, properties, metrics);
        }

        @Bean
        KafkaOffsets kafkaOffsets(Namespaces namespaces, KafkaTopics topics, LogProperties properties, Clock clock) {
            return new KafkaOffsets(namespaces, topics, properties.requestTimeout(), clock);
        }

        @Bean
        KafkaUpdateLog updateLog(
                Namespaces namespaces, KafkaOffsets offsets, KafkaAppender appender, LogReaders readers) {
            return new KafkaUpdateLog(namespaces, offsets, appender, readers);
        }

        @Bean
        LogHealthIndicator logHealthIndicator(KafkaTopics topics) {
            return new LogHealthIndicator(topics);
        }
    }
}
