package io.tidings.connection;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The port's connections, whatever is asked on them: it belongs to Boot's web server, and so does its TLS. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    @Bean
    ConnectionMetrics connectionMetrics(MeterRegistry registry) {
        ConnectionMetrics metrics = new ConnectionMetrics(registry);
        metrics.observeMemory();
        return metrics;
    }

    @Bean
    MalformedAccept malformedAccept() {
        return new MalformedAccept();
    }

    @Bean
    OwnConnections ownConnections() {
        return new OwnConnections();
    }

    @Bean
    Loopback loopback(OwnConnections own, ServerProperties server, SslBundles bundles, ApplicationContext context) {
        return new Loopback(own, server, bundles, context);
    }

    /** Comes after Boot's own, which would believe anybody's headers. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connections(
            ConnectionProperties properties, ServerProperties server, ConnectionMetrics metrics, OwnConnections own) {
        checkStrategy(server.getForwardHeadersStrategy());
        TrustedProxies trusted = new TrustedProxies(properties.trustedProxies());
        ForwardedHeaders headers = new ForwardedHeaders(properties.forwardedBy(), trusted, metrics);
        ConnectionLimits limits = new ConnectionLimits(properties, trusted, metrics, own);
        return factory ->
                factory.addServerCustomizers(http -> http.forwarded(headers).doOnChannelInit(limits));
    }

    /** Spring's own filter takes the farthest address of whatever anybody sends. */
    private static void checkStrategy(@Nullable ForwardHeadersStrategy strategy) {
        if (strategy == ForwardHeadersStrategy.FRAMEWORK) {
            throw new IllegalArgumentException(
                    "server.forward-headers-strategy: 'framework' (expected: none, or not set:"
                            + " tidings.connection.trusted-proxies says whose headers are believed)");
        }
    }
}
