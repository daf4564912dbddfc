package io.tidings.fanout;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidings.replica.Replica;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the fan-out and lets it listen to the replica. */
@Configuration(proxyBeanMethods = false)
class FanoutConfiguration {

    @Bean
    Fanout fanout(Replica replica, FanoutProperties properties, MeterRegistry registry, Clock clock) {
        ViewSource views = (query, then, otherwise) -> replica.view(query, then, unavailable -> otherwise.run());
        FanoutMetrics metrics = new FanoutMetrics(registry, clock);
        Lanes lanes = new Lanes(properties, metrics, views);
        metrics.observeQueue(lanes::queued);
        Fanout fanout = new Fanout(views, lanes);
        replica.listen(fanout);
        return fanout;
    }
}
