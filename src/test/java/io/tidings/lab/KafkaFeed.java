package io.tidings.lab;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces the numbers of some topics straight to Kafka at a steady pace, as an upstream system would. */
final class KafkaFeed implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(60);

    private final KafkaProducer<byte[], byte[]> producer;

    private final String kafkaTopic;

    private final List<String> topics;

    private final long paceNanos;

    private final Ledger ledger;

    private final Thread thread = new Thread(this::run, "kafka-feed");

    private volatile boolean closed;

    /**
     * Prepares to feed these topics of the namespace {@code lab}.
     *
     * @param pace how often each gets an update
     */
    KafkaFeed(Service service, List<String> topics, Duration pace, Ledger ledger) {
        this.kafkaTopic = service.kafkaTopic();
        this.paceNanos = pace.toNanos();
        this.topics = topics;
        this.ledger = ledger;
        this.producer = new KafkaProducer<>(
                settings(service.kafka().bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits until Kafka has confirmed what was sent. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(LAST_WORDS);
    }

    private void run() {
        long pause = paceNanos / topics.size();
        while (!closed) {
            for (String topic : topics) {
                long begun = System.nanoTime();
                send(topic);
                LockSupport.parkNanos(begun + pause - System.nanoTime());
            }
        }
    }

    private void send(String topic) {
        long number = ledger.begin(topic);
        byte[] key = topic.substring(topic.indexOf('.') + 1).getBytes(StandardCharsets.UTF_8);
        byte[] body = Body.of(topic, number).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(kafkaTopic, key, body), (record, failure) -> {
            if (failure == null) {
                ledger.acknowledged(topic, number);
            }
        });
    }

    /** It never gives up, and never doubles or reorders: what is under test begins where Kafka has it. */
    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200L);
    }
}
