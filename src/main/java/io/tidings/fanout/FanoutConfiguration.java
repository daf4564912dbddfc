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
        ViewSource views = (query, then, otherwise) -> replica.view(query, then, unavailable -> otherwise.run());
        Fanout fanout = new Fanout(views, new Lanes(properties, new FanoutMetrics(registry), views));
        replica.listen(fanout);
        return fanout;
    }
}
