package io.tidings;

import io.tidings.topic.Namespaces;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** What all features share: the namespaces and the clock. */
@Configuration(proxyBeanMethods = false)
class TidingsConfiguration {

    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor namespacesBindHandlerAdvisor() {
        return NamespacesBindHandler::new;
    }

    /** Before anything is made of what is set. */
    @Bean
    static BeanFactoryPostProcessor tidingsKeysCheck(ConfigurableEnvironment environment) {
        return factory -> TidingsKeys.ofService().check(environment);
    }

    @Bean
    Namespaces namespaces(NamespacesProperties properties, Environment environment) {
        NamespaceKeys.check(environment);
        Namespaces namespaces = properties.toNamespaces(hasKafka(environment));
        if (!StringUtils.hasText(environment.getProperty("tidings.access.authorizer.url"))) {
            properties.checkNoneAsksTheAuthorizer();
        }
        return namespaces;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    private static boolean hasKafka(Environment environment) {
        return !Binder.get(environment)
                .bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
    }
}
