package io.tidings.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real Kafka broker inside the test's JVM, which makes no topic by itself and lets compaction and retention run fast. */
public final class KafkaBroker implements AutoCloseable {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);

    private final Admin admin;

    private final KafkaProducer<byte[], byte[]> producer;

    /** Starts a broker of the test's own, for tests that stop it. */
    public KafkaBroker() {
        List.of("kafka", "org.apache.kafka", "state.change.logger", "EmbeddedKafkaKraftBroker")
                .forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
        broker.brokerListProperty("test.kafka"); // Or it sets spring.kafka.bootstrap-servers for the whole JVM.
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("log.retention.check.interval.ms", "500");
        broker.brokerProperty("log.cleaner.backoff.ms", "200");
        broker.brokerProperty("transaction.state.log.num.partitions", "1");
        broker.brokerProperty("transaction.state.log.min.isr", "1");
        broker.brokerProperty("transaction.state.log.replication.factor", "1");
        broker.brokerProperty("offsets.topic.replication.factor", "1");
        broker.brokerProperty("offsets.topic.num.partitions", "1");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
        broker.afterPropertiesSet();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
        producer = producer(Map.of());
    }

    /** The broker that the tests of this JVM share; topics need names of their own, see {@link #name}. */
    public static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return broker.getBrokersAsString();
    }

    /** A name, legal for a namespace, a topic and a group, that nothing else on this broker has. */
    public String name(String prefix) {
        return prefix + TOPICS.incrementAndGet();
    }

    /** A client for what this class has no method for; not to be closed. */
    public Admin admin() {
        return admin;
    }

    /** Makes a topic. */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)).configs(configs);
        await(admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
    }

    /** Gives a topic more partitions. */
    public void growTopic(String name, int partitions) {
        await(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions)))
                .all()
                .toCompletionStage()
                .toCompletableFuture());
        awaitLeaders(name, partitions);
    }

    /** Before a partition has its leader a producer may get the order of its first batches wrong, and gives up on one. */
    private void awaitLeaders(String name, int partitions) {
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        await(admin.listOffsets(all).all().toCompletionStage().toCompletableFuture());
    }

    /** Deletes a topic. */
    public void deleteTopic(String name) {
        await(admin.deleteTopics(List.of(name)).all().toCompletionStage().toCompletableFuture());
    }

    /** Produces one record and waits for its acknowledgement. */
    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A producer with these settings beside the defaults; the caller closes it. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrapServers());
        all.putIfAbsent("linger.ms", 0);
        all.putIfAbsent("max.request.size", 16 * 1024 * 1024);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Stops the broker; what is stored stays. */
    public void stop() {
        broker.getCluster().brokers().values().forEach(server -> {
            server.shutdown();
            server.awaitShutdown();
        });
    }

    /** Starts it again after {@link #stop}, on the same port. */
    public void start() {
        broker.getCluster().brokers().values().forEach(server -> server.startup());
    }

    /** Loses what a partition's one segment holds from an offset on, as a bad disk does; only while the broker is stopped. */
    public void loseEnd(String topic, int partition, long offset) {
        Path folder = folder().resolve(topic + "-" + partition);
        Path segment = folder.resolve("00000000000000000000.log");
        try (FileRecords records = FileRecords.open(segment.toFile())) {
            int end = 0;
            for (FileChannelRecordBatch batch : records.batches()) {
                if (batch.lastOffset() >= offset) {
                    break;
                }
                end += batch.sizeInBytes();
            }
            records.truncateTo(end);
            for (String derived : List.of(".index", ".timeindex", ".txnindex")) {
                Files.deleteIfExists(folder.resolve("00000000000000000000" + derived));
            }
            Files.deleteIfExists(folder().resolve(".kafka_cleanshutdown"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return Path.of(broker.getCluster()
                .brokers()
                .values()
                .iterator()
                .next()
                .config()
                .logDirs()
                .get(0));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        broker.destroy();
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {

        private static final KafkaBroker BROKER = new KafkaBroker();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "kafka-broker-close"));
        }
    }
}
