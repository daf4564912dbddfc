package io.tidings.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RelayConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class)
            .withUserConfiguration(RelayConfiguration.class, Enabled.class);

    @Test
    void isInProcessWithoutAddresses() {
        runner.run(context -> {
            assertThat(context).getBean(Relay.class).isInstanceOf(InProcessRelay.class);
            assertThat(context.getBean(RelayHealthIndicator.class).health()).satisfies(health -> {
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).containsEntry("type", "in-process");
            });
        });
    }

    @Test
    void isABrokersWithAddressesAndStartsWithoutTheBroker() {
        runner.withPropertyValues("tidings.relay.addresses=127.0.0.1:1").run(context -> {
            assertThat(context).getBean(Relay.class).isInstanceOf(StompRelay.class);
            assertThat(context.getBean(StompRelay.class).isRunning()).isTrue();
            assertThat(context.getBean(RelayHealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void doesNotStartWithAnSslBundleThatIsNotThere() {
        runner.withPropertyValues("tidings.relay.addresses=127.0.0.1:1", "tidings.relay.ssl.bundle=absent")
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(NoSuchSslBundleException.class));
    }

    @EnableConfigurationProperties(RelayProperties.class)
    static class Enabled {}
}
