package io.tidings.ingest;

import io.tidings.log.MemoryUpdateLog;
import io.tidings.relay.Relay;
import org.springframework.beans.factory.InitializingBean;

/** Hands what the memory log appends to the relay, in order: the log has one reader by its nature. */
final class MemoryIngest implements InitializingBean {

    private final MemoryUpdateLog log;

    private final Relay relay;

    MemoryIngest(MemoryUpdateLog log, Relay relay) {
        this.log = log;
        this.relay = relay;
    }

    /** What the relay does not carry is read from the log, so that nothing waits for its confirmation. */
    @Override
    public void afterPropertiesSet() {
        log.follow(batch -> {
            var unused = relay.publish(batch);
        });
    }
}
