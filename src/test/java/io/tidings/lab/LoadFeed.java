package io.tidings.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces numbered updates to a Kafka topic at a rate, on its topics in turn, as an upstream system would. */
final class LoadFeed implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final KafkaProducer<byte[], byte[]> producer;

    private final String kafkaTopic;

    private final byte[][] keys;

    private final long[] numbers;

    private final byte[] template = LoadBody.of(0, 0, false);

    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private long sent;

    LoadFeed(String bootstrapServers, String kafkaTopic, int topics, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        all.put("acks", "all");
        this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        this.kafkaTopic = kafkaTopic;
        this.keys = IntStream.range(0, topics)
                .mapToObj(i -> ("t" + i).getBytes(US_ASCII))
                .toArray(byte[][]::new);
        this.numbers = new long[topics];
    }

    /** Sends at this rate for so long, and waits until Kafka has all; a rate of 0 is as fast as Kafka takes it. */
    void run(int rate, Duration time, boolean counts) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long done = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long due = rate == 0 ? done + 1_000 : (long) ((now - start) / 1e9 * rate) + 1;
            for (; done < due; done++) {
                send(counts);
            }
            if (rate > 0) {
                long next = start + (long) (due * 1e9 / rate);
                LockSupport.parkNanos(Math.max(next, now + Math.min(TICK_NANOS, 1_000_000_000L / rate)) - now);
            }
        }
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** How many have been sent. */
    long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private void send(boolean counts) {
        int topic = (int) (sent++ % keys.length);
        byte[] body = LoadBody.next(template, numbers[topic]++, System.nanoTime(), counts);
        producer.send(new ProducerRecord<>(kafkaTopic, keys[topic], body), (record, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }
}
