package io.tidings.probe;

import java.util.Objects;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Writes down where to ask, if somebody wants to know. Boot makes the port's properties only where it needs them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("tidings.probe.file")
@EnableConfigurationProperties({
    ServerProperties.class,
    ManagementServerProperties.class,
    WebFluxProperties.class,
    WebEndpointProperties.class
})
class ProbeConfiguration {

    @Bean
    LivenessAddress livenessAddress(
            ServerProperties server,
            ManagementServerProperties management,
            WebFluxProperties web,
            WebEndpointProperties endpoints) {
        String contextPath = web.getBasePath() == null ? "" : web.getBasePath();
        return new LivenessAddress(server, management, contextPath, endpoints.getBasePath());
    }

    @Bean
    LivenessFile livenessFile(ProbeProperties properties, LivenessAddress address) {
        return new LivenessFile(Objects.requireNonNull(properties.file()), address);
    }
}
