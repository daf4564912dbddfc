package io.tidings.access;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Wires the secrets. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(AccessConfiguration.class);

    @Bean
    AdminToken adminToken(AdminTokenProperties properties, Environment environment) {
        if (StringUtils.hasText(properties.token())) {
            return new AdminToken(properties.token());
        }
        if (isSet(environment, "spring.kafka.bootstrap-servers") && isSet(environment, "tidings.relay.addresses")) {
            throw new IllegalAccessSettingException(
                    "No tidings.admin.token is set, and Kafka and a message broker are: a token that each node makes up for"
                            + " itself would open one node only.",
                    "Set tidings.admin.token (TIDINGS_ADMIN_TOKEN), the same on every node, for example to the output of:"
                            + " openssl rand -base64 32");
        }
        String generated = AdminToken.generate();
        // In the message itself, for the usual log patterns do not print key-values.
        logger.warn("No tidings.admin.token is set. Generated one for this run: {}", generated);
        return new AdminToken(generated);
    }

    @Bean
    CanaryKey canaryKey() {
        return new CanaryKey();
    }

    private static boolean isSet(Environment environment, String property) {
        return !Binder.get(environment)
                .bind(property, Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
    }
}
