package io.tidings.log;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.TopicFrom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anyone may write to the Kafka topic; a record that made the mapping fail would stop its partition on every node. */
class KafkaRecordsHostileTests {

    private static final long SEED = 17;

    private static final byte[] ALPHABET = "a.%2E@~-_ \n\0\u00e9:/#*".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"key", "header:name", "constant:all"})
    void noRecordMakesTheMappingFail(String topicFrom) {
        KafkaRecords records = new KafkaRecords(new AllowedHeaders(List.of("x", "name")), () -> {});
        Policy policy = new Policy(true, false, Policy.DEFAULT.history(), 100, 1_000);
        Namespace namespace =
                new Namespace("scores", "scores", TopicFrom.parse(topicFrom), policy, Namespace.Access.DEFAULT);
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            ConsumerRecord<byte[], byte[]> record = record(random, i);
            assertThatCode(() -> records.map(record, namespace, new LogId("scores", 0, "0a1b2c3d")))
                    .as("seed %s, record %s", SEED, record)
                    .doesNotThrowAnyException();
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(Random random, long offset) {
        Headers headers = new RecordHeaders();
        String[] names = {"x", "name", "content-type", "message-id", "\u00e9", "X"};
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add(names[random.nextInt(names.length)], bytes(random));
        }
        return new ConsumerRecord<>(
                "scores",
                0,
                offset,
                random.nextInt(3) - 1L,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(random),
                bytes(random),
                headers,
                Optional.empty());
    }

    /** None, letters that mean something somewhere, or anything. */
    private static byte[] bytes(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 2_000 : 12)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = ALPHABET[Math.floorMod(bytes[i], ALPHABET.length)];
            }
        }
        return bytes;
    }
}
