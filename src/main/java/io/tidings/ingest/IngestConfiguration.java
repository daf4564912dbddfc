package io.tidings.ingest;

import io.tidings.log.ConditionalOnLog;
import io.tidings.log.LogType;
import io.tidings.log.MemoryUpdateLog;
import io.tidings.relay.Relay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the ingest to the log that there is. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    @ConditionalOnLog(LogType.MEMORY)
    MemoryIngest memoryIngest(MemoryUpdateLog log, Relay relay) {
        return new MemoryIngest(log, relay);
    }
}
