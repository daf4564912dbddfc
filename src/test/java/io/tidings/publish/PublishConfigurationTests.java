package io.tidings.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.log.UpdateLog;
import io.tidings.relay.Relay;
import io.tidings.replica.Replica;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Namespaces;
import io.tidings.topic.NodeIncarnation;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

class PublishConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(PublishOnly.class);

    @Test
    void publishesWithoutAnythingConfigured() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(Publisher.class).hasSingleBean(PublicationHeaders.class);
            assertThat(context.getBean(AllowedHeaders.class).isAllowed("x-trace"))
                    .isFalse();
            assertThat(context.getBean(AllowedHeaders.class).isAllowed("traceparent"))
                    .isTrue();
            assertThat(context.getBean(PublishProperties.class).maxHeaders().toKilobytes())
                    .isEqualTo(8);
        });
    }

    @Test
    void readsEveryKey() {
        runner.withPropertyValues(
                        "tidings.publish.allowed-headers=x-trace,priority",
                        "tidings.publish.trace-context=false",
                        "tidings.publish.max-headers=1KB",
                        "tidings.publish.settle-timeout=3s")
                .run(context -> {
                    assertThat(context.getBean(AllowedHeaders.class).isAllowed("Priority"))
                            .isTrue();
                    assertThat(context.getBean(AllowedHeaders.class).isAllowed("traceparent"))
                            .isFalse();
                    PublishProperties properties = context.getBean(PublishProperties.class);
                    assertThat(properties.maxHeaders().toBytes()).isEqualTo(1024);
                    assertThat(properties.settleTimeout()).hasSeconds(3);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "allowed-headers, receipt,   'header: ''receipt'''",
        "allowed-headers, a b,       'header: ''a b'''",
        "max-headers,     -1B,       'max-headers: -1B (expected: >= 0B)'",
        "settle-timeout,  0s,        'settle-timeout: PT0S (expected: >= 1ms)'",
    })
    void refusesValuesThatCannotBe(String key, String value, String message) {
        runner.withPropertyValues("tidings.publish." + key + "=" + value)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
    }

    /** Without a stereotype, so that no scan of the test classes finds it. */
    @EnableConfigurationProperties(PublishProperties.class)
    @Import(PublishConfiguration.class)
    static class PublishOnly {

        @Bean
        Namespaces namespaces() {
            return new Namespaces(List.of(), null);
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        UpdateLog log() {
            return new FakeUpdateLog();
        }

        @Bean
        NodeIncarnation node() {
            return NodeIncarnation.start("web-1");
        }

        @Bean
        Relay relay() {
            return new FakeRelay();
        }

        @Bean
        Replica replica() {
            return mock(Replica.class);
        }
    }
}
