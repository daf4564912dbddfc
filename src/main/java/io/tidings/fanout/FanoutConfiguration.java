package io.tidings.fanout;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.replica.Replica;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the fan-out and lets it listen to the replica. */
@Configuration(proxyBeanMethods = false)
class FanoutConfiguration {

    @Bean
    Fanout fanout(Replica replica, FanoutProperties properties, MeterRegistry registry) {
        Fanout fanout = new Fanout(replica, new Lanes(properties, new FanoutMetrics(registry)));
        replica.listen(fanout);
        return fanout;
    }
}
