package io.tidings.cluster;

import io.tidings.testing.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes numbered records with the time of writing to Kafka, one each few milliseconds, over a few keys, until it is closed. */
final class SteadyProducer implements AutoCloseable {

    static final int KEYS = 5;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String topic;

    private final String keys;

    private final KafkaProducer<byte[], byte[]> producer;

    private final CompletableFuture<Integer> done;

    private volatile boolean stopped;

    SteadyProducer(KafkaBroker kafka, String topic, String keys) {
        this.topic = topic;
        this.keys = keys;
        this.producer = kafka.producer(Map.of());
        this.done = CompletableFuture.supplyAsync(this::run);
    }

    /** Stops, and tells how many records there are. */
    int stop() {
        stopped = true;
        return done.join();
    }

    /** The numbers that each key's records should have, given how many there are. */
    static int[] expected(int key, int count) {
        return IntStream.range(0, count).filter(i -> i % KEYS == key).toArray();
    }

    @Override
    public void close() {
        stop();
        producer.close();
    }

    private int run() {
        int count = 0;
        while (!stopped) {
            byte[] key = (keys + count % KEYS).getBytes(StandardCharsets.UTF_8);
            byte[] value = (count + ":" + System.nanoTime()).getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, key, value));
            count++;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        producer.flush();
        return count;
    }
}
