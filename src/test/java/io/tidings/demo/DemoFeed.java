package io.tidings.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Produces to Kafka what its reporters tell, each at its own pace, as any upstream system would. */
final class DemoFeed implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(DemoFeed.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final JsonMapper json = new JsonMapper();

    private final Header contentType =
            new RecordHeader("content-type", "application/json".getBytes(StandardCharsets.UTF_8));

    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "demo-feed"));

    private final Producer<String, byte[]> producer;

    private final List<Reporter> reporters;

    private final Clock clock;

    DemoFeed(Producer<String, byte[]> producer, List<Reporter> reporters, Clock clock) {
        this.producer = producer;
        this.reporters = reporters;
        this.clock = clock;
    }

    /** A feed to the Kafka at this address. */
    static DemoFeed to(String bootstrapServers, List<Reporter> reporters) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return new DemoFeed(
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()),
                reporters,
                Clock.systemUTC());
    }

    /** Begins: every reporter tells at once where things stand, and then at its pace. */
    void start() {
        scheduler.execute(() -> reporters.forEach(this::tell));
        int i = 0;
        for (Reporter reporter : reporters) {
            long pace = reporter.pace().toMillis();
            // Spread, so that those of one pace do not all speak in the same instant.
            long first = pace * i++ / reporters.size();
            scheduler.scheduleAtFixedRate(() -> tell(reporter), first, pace, TimeUnit.MILLISECONDS);
        }
    }

    void tell(Reporter reporter) {
        Report report = reporter.next();
        byte[] body = json.writeValueAsBytes(report.body());
        try {
            producer.send(new ProducerRecord<>(
                    report.namespace(), null, clock.millis(), report.key(), body, List.of(contentType)));
        } catch (KafkaException e) {
            logger.atWarn()
                    .addKeyValue("topic", report.namespace())
                    .addKeyValue("reason", e.getMessage())
                    .log("Report not produced");
        }
    }

    @Override
    public void close() {
        scheduler.shutdown();
        try {
            scheduler.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(STOP_TIMEOUT);
    }
}
