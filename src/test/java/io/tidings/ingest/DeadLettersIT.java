package io.tidings.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.testing.Randomly;
import io.tidings.topic.Namespace;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records that are no updates. */
class DeadLettersIT extends AbstractKafkaIngestIT {

    private static final byte[] BODY = "no key".getBytes(UTF_8);

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void recordsOfAnyBytesHoldUpNothing(long seed) {
        IngestNode node = startOn(1);
        Randomly random = new Randomly(new Random(seed));

        sendAll(IntStream.range(0, 300).mapToObj(i -> hostile(random)));
        send("a", "after");

        await().until(() -> node.updates().stream().anyMatch(DeadLettersIT::isAfter));
        await().until(() -> committed().containsValue(301L));
        assertThat(node.updates().size() + node.count("tidings.ingest.dead.letters"))
                .isEqualTo(301);
    }

    private static boolean isAfter(Update update) {
        return Arrays.equals(update.body(), "after".getBytes(UTF_8));
    }

    private ProducerRecord<byte[], byte[]> hostile(Randomly random) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                namespace().kafkaTopic(),
                null,
                random.one(0L, 1L, null),
                random.oneIn(5) ? null : random.text(400).getBytes(UTF_8),
                random.oneIn(5) ? null : random.bytes(random.length(2_000)));
        for (int i = random.below(4); i > 0; i--) {
            byte[] value = random.oneIn(4) ? null : random.bytes(random.below(40));
            record.headers().add(random.one("content-type", "tidings-idempotency-key", "x", "", "\0", "\u00fc"), value);
        }
        return record;
    }

    @Test
    void aTopicInAHeaderThatIsMissingOrMalformedMakesADeadLetterAndOtherMalformedHeadersAreDropped() {
        Namespace headed = newNamespace("header:name");
        broker.createTopic(headed.kafkaTopic(), 1, Map.of());
        IngestNode node = start(List.of(headed));
        await().until(() -> committed(headed).size() == 1);

        broker.send(headed(headed, "before", "name", "a"));
        broker.send(headed(headed, "no header"));
        ProducerRecord<byte[], byte[]> malformed = headed(headed, "malformed");
        malformed.headers().add("name", new byte[] {(byte) 0xff});
        broker.send(malformed);
        broker.send(headed(headed, "after", "name", "a", "content-type", "text\nplain"));

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("before", "after"));
        assertThat(node.updates().get(1).contentType()).isNull();
        assertThat(node.count("tidings.log.headers.dropped")).isOne();
        assertThat(deadLetters(headed, 2))
                .extracting(letter -> header(letter, "tidings-reason"))
                .containsExactly("no-header", "not-utf8");
        await().until(() -> committed(headed).containsValue(4L));
    }

    @Test
    void aDeadLetterTopicThatTakesNothingHoldsUpNoOtherNamespace() {
        Namespace other = newNamespace("key");
        broker.createTopic(namespace().kafkaTopic(), 1, Map.of());
        broker.createTopic(other.kafkaTopic(), 1, Map.of());
        broker.createTopic(other.kafkaTopic() + "-dlt", 1, Map.of());
        IngestNode node = start(
                List.of(namespace(), other),
                "tidings.log.topics.create=false",
                "tidings.ingest.dead-letters.timeout=1m");
        awaitPlaced(1);
        await().until(() -> committed(other).size() == 1);

        sendAll(IntStream.range(0, 50)
                .mapToObj(i -> new ProducerRecord<>(namespace().kafkaTopic(), null, BODY)));
        await().until(() -> node.count("tidings.ingest.dead.letters.retries") > 0);
        broker.send(new ProducerRecord<>(other.kafkaTopic(), null, BODY));
        send("a", "after");

        await().until(() -> committed(other).containsValue(1L));
        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("after"));
        assertThat(committed()).containsValue(0L);
        assertThat(node.count("tidings.ingest.dead.letters.lost")).isZero();
    }

    @Test
    void whatADeadLetterTopicDidNotTakeItTakesOnceItCan() {
        broker.createTopic(namespace().kafkaTopic(), 1, Map.of());
        IngestNode node = start("tidings.log.topics.create=false", "tidings.ingest.dead-letters.timeout=1m");
        awaitPlaced(1);

        sendAll(IntStream.range(0, 50)
                .mapToObj(i -> new ProducerRecord<>(namespace().kafkaTopic(), null, BODY)));
        await().until(() -> node.count("tidings.ingest.dead.letters.retries") > 0);
        assertThat(node.count("tidings.ingest.dead.letters")).isZero();
        broker.createTopic(namespace().kafkaTopic() + "-dlt", 1, Map.of());

        assertThat(deadLetters(50)).hasSize(50);
        await().until(() -> committed().containsValue(50L));
        assertThat(node.count("tidings.ingest.dead.letters")).isEqualTo(50);
        assertThat(node.count("tidings.ingest.dead.letters.lost")).isZero();
    }

    @Test
    void aDeadLetterTopicThatIsDeletedLosesWhatItCanNotTakeAndSaysSoInFewLines() {
        IngestNode node = startOn(
                1,
                "tidings.log.request-timeout=1s",
                "tidings.ingest.dead-letters.timeout=2s",
                "tidings.ingest.dead-letters.retry-delay=500ms");
        broker.send(new ProducerRecord<>(namespace().kafkaTopic(), null, BODY));
        await().until(() -> node.count("tidings.ingest.dead.letters") == 1);
        broker.deleteTopic(namespace().kafkaTopic() + "-dlt");
        try (LogLines errors = LogLines.of(LostLetters.class)) {
            sendAll(IntStream.range(0, 200)
                    .mapToObj(i -> new ProducerRecord<>(namespace().kafkaTopic(), null, BODY)));
            send("a", "after");

            await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("after"));
            await().atMost(Duration.ofSeconds(20)).until(() -> committed().containsValue(202L));
            assertThat(node.count("tidings.ingest.dead.letters.lost")).isEqualTo(200);
            await().untilAsserted(() -> assertThat(errors.sum("records")).isEqualTo(200));
            assertThat(errors.size()).isLessThan(10);
        }
    }

    @Test
    void aLetterThatIsTooLargeEvenWithoutItsValueIsGivenUpAtOnce() {
        broker.createTopic(namespace().kafkaTopic() + "-dlt", 1, Map.of("max.message.bytes", "100"));
        IngestNode node = startOn(1, "tidings.ingest.dead-letters.timeout=1m");

        broker.send(new ProducerRecord<>(namespace().kafkaTopic(), null, BODY));
        send("a", "after");

        await().untilAsserted(() -> assertThat(node.bodies()).containsExactly("after"));
        await().until(() -> committed().containsValue(2L));
        assertThat(node.count("tidings.ingest.dead.letters.lost")).isOne();
    }

    @Test
    void deadLettersAreWrittenOnceThoughTheirBatchIsSentAgain() {
        IngestNode node = startOn(1);
        node.relay().refuse(3);

        send("a", "before");
        broker.send(new ProducerRecord<>(namespace().kafkaTopic(), null, BODY));
        send("a", "after");

        await().until(() -> committed().containsValue(3L));
        assertThat(node.count("tidings.ingest.resends")).isPositive();
        assertThat(node.count("tidings.ingest.dead.letters")).isOne();
        assertThat(applied(node.relay().published())).containsValue(List.of("before", "after"));
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

    /** A record whose topic stands in a header; names and values of headers. */
    private static ProducerRecord<byte[], byte[]> headed(Namespace namespace, String body, String... headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(namespace.kafkaTopic(), null, body.getBytes(UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return record;
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        return deadLetters(namespace(), count);
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(Namespace namespace, int count) {
        List<ConsumerRecord<byte[], byte[]>> dead = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = namespace.kafkaTopic() + "-dlt";
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
