package io.tidings.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidings.log.MemoryLogProperties;
import io.tidings.log.MemoryUpdateLog;
import io.tidings.topic.Batch;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryIngestTests {

    private final MemoryUpdateLog log = new MemoryUpdateLog(
            Clock.systemUTC(), new MemoryLogProperties(100, Duration.ofHours(1), DataSize.ofMegabytes(1)));

    private final FakeRelay relay = new FakeRelay();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final MemoryIngest ingest = new MemoryIngest(log, relay, new IngestMetrics(registry, Clock.systemUTC()));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void handsWhatIsAppendedWhileItRunsToTheRelay() {
        append("before");
        ingest.start();
        append("a");
        append("b");
        ingest.stop();
        append("after");

        assertThat(relay.published()).extracting(Batch::from).containsExactly(1L, 2L);
        assertThat(relay.published())
                .flatExtracting(Batch::updates)
                .extracting(update -> update.topic().key())
                .containsExactly("a", "b");
        assertThat(registry.counter("tidings.ingest.updates").count()).isEqualTo(2);
    }

    @Test
    void appendingSucceedsThoughTheRelayRefuses() {
        ingest.start();
        relay.connected(false);

        append("a");

        assertThat(relay.published()).isEmpty();
    }

    private void append(String key) {
        log.append(new Publication(Topic.of("scores", key), null, Map.of(), new byte[0]))
                .join();
    }
}
