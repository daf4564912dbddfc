package io.tidings.admin;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerCodecConfigurer;

/** Wires the admin API. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

    @Bean
    AdminMetrics adminMetrics(MeterRegistry registry) {
        return new AdminMetrics(registry);
    }

    @Bean
    CallCounter callCounter(AdminMetrics metrics) {
        return new CallCounter(metrics);
    }

    @Bean
    Problems problems(AdminProperties properties) {
        return new Problems(properties);
    }

    @Bean
    AdminErrorHandler adminErrorHandler(ServerCodecConfigurer codecs, Problems problems) {
        return new AdminErrorHandler(codecs, problems);
    }
}
