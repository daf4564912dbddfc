package io.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespaces;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LogConfigurationIT {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
            .withUserConfiguration(KafkaLogContext.Properties.class, LogConfiguration.class)
            .withBean(Namespaces.class, () -> new Namespaces(List.of(), null))
            .withBean(AllowedHeaders.class, () -> new AllowedHeaders(List.of()))
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(SimpleMeterRegistry.class);

    @Test
    void memoryIsTheLogWhereNoKafkaIsNamed() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(UpdateLog.class).hasSingleBean(MemoryUpdateLog.class);
            assertThat(context).doesNotHaveBean(KafkaTopics.class);
            assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.UP);
        });
    }

    @Test
    void kafkaIsTheLogWhereItsAddressIsSet() {
        for (String property : List.of("spring.kafka.bootstrap-servers", "spring.kafka.bootstrap-servers[0]")) {
            runner.withPropertyValues(property + "=127.0.0.1:1", "tidings.log.request-timeout=100ms")
                    .run(context -> assertThat(context)
                            .hasSingleBean(KafkaUpdateLog.class)
                            .hasSingleBean(LogHealthIndicator.class)
                            .doesNotHaveBean(MemoryUpdateLog.class));
        }
    }

    @Test
    void theTypeDecidesWhereItIsSet() {
        runner.withPropertyValues("tidings.log.type=memory", "spring.kafka.bootstrap-servers=127.0.0.1:1")
                .run(context -> assertThat(context).hasSingleBean(MemoryUpdateLog.class));
        runner.withPropertyValues("tidings.log.type=kafka", "tidings.log.request-timeout=100ms")
                .run(context -> assertThat(context).hasSingleBean(KafkaUpdateLog.class));
    }

    @Test
    void anAmountOutOfRangeIsRefusedByItsKey() {
        runner.withPropertyValues("tidings.log.request-timeout=1ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("tidings.log.request-timeout: 'PT0.001S' (expected: >= PT0.1S)"));
    }
}
