package io.tidings.relay;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the relay: a STOMP broker where addresses are given, else in-process. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

    @Bean
    MonitoredRelay relay(RelayProperties properties, ObjectProvider<SslBundles> bundles, MeterRegistry registry) {
        RelayMetrics metrics = new RelayMetrics(registry);
        return properties.addresses().isEmpty()
                ? new InProcessRelay(properties.maxUnconfirmed().batches(), metrics)
                : new StompRelay(properties, tls(properties, bundles), metrics);
    }

    @Bean
    RelayHealthIndicator relayHealthIndicator(MonitoredRelay relay) {
        return new RelayHealthIndicator(relay);
    }

    /** Asked for once here, so that a bundle that is not there ends the start and not each connection. */
    private static @Nullable BrokerTls tls(RelayProperties properties, ObjectProvider<SslBundles> bundles) {
        String bundle = properties.ssl().bundle();
        if (bundle == null) {
            return null;
        }
        BrokerTls tls = new BrokerTls(bundles.getObject(), bundle);
        tls.get();
        return tls;
    }
}
