package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** What becomes of records that are no updates. */
class DeadLettersIT extends AbstractKafkaIngestIT {

    @Test
    void badRecordsBecomeDeadLettersAndTheirNeighboursPassOnce() {
        IngestNode node = startOn(1);

        send("a", "before");
        broker.send(new ProducerRecord<>(namespace().kafkaTopic(), null, "no key".getBytes(UTF_8)));
        broker.send(record("x".repeat(300), "illegal"));
        broker.send(record("big", "x".repeat(1_001)));
        send("a", "after");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("before", "after"));
        await().untilAsserted(() -> assertThat(committed()).containsValue(5L));
        assertSeamless(node.relay().published());
        List<ConsumerRecord<byte[], byte[]>> dead = deadLetters(3);
        assertThat(dead)
                .extracting(letter -> header(letter, "tidings-reason"))
                .containsExactly("no-key", "illegal-topic", "oversize");
        assertThat(dead)
                .extracting(letter -> header(letter, "kafka_dlt-original-topic"))
                .containsOnly(namespace().kafkaTopic());
        assertThat(new String(dead.get(0).value(), UTF_8)).isEqualTo("no key");
        assertThat(dead.get(0).key()).isNull();
        assertThat(dead.get(2).value()).hasSize(1_001);
        assertThat(node.count("tidings.ingest.dead.letters")).isEqualTo(3);
    }

    @Test
    void aDeadLetterThatCanNotBeWrittenIsGivenUpAndCounted() {
        broker.createTopic(namespace().kafkaTopic(), 1, Map.of());
        IngestNode node = start(
                "tidings.log.topics.create=false",
                "tidings.log.request-timeout=1s",
                "tidings.ingest.dead-letters.timeout=1s",
                "tidings.ingest.dead-letters.retry-delay=100ms");
        awaitPlaced(1);

        broker.send(new ProducerRecord<>(namespace().kafkaTopic(), null, "no key".getBytes(UTF_8)));
        send("a", "after");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("after"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(committed()).containsValue(2L));
        assertThat(node.count("tidings.ingest.dead.letters.lost")).isEqualTo(1);
    }

    @Test
    void aLargeDeadLetterGoesWithoutItsValueWhereTheTopicDoesNotTakeIt() {
        broker.createTopic(namespace().kafkaTopic() + "-dlt", 1, Map.of("max.message.bytes", "1500"));
        startOn(1);

        broker.send(record("big", "x".repeat(5_000)));

        ConsumerRecord<byte[], byte[]> dead = deadLetters(1).get(0);
        assertThat(dead.value()).isNull();
        assertThat(header(dead, "tidings-value-omitted")).isEqualTo("5000 bytes");
        assertThat(header(dead, "tidings-reason")).isEqualTo("oversize");
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        List<ConsumerRecord<byte[], byte[]>> dead = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = namespace().kafkaTopic() + "-dlt";
            await().until(() -> consumer.partitionsFor(topic).size() > 0);
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(dead::add);
                return dead.size() >= count;
            });
        }
        dead.sort(Comparator.comparing(letter -> originalOffset(letter)));
        return dead;
    }

    private static long originalOffset(ConsumerRecord<byte[], byte[]> letter) {
        return java.nio.ByteBuffer.wrap(
                        letter.headers().lastHeader("kafka_dlt-original-offset").value())
                .getLong();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
