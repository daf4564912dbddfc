package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.log.RecordMapping.Mapped;
import io.tidings.log.RecordMapping.Reason;
import io.tidings.log.RecordMapping.Unmappable;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.Update;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryRecordsTests {

    private static final LogId LOG = new LogId("scores", 3, "0000abcd");

    private final KafkaRecords records = new KafkaRecords(new AllowedHeaders(List.of()), () -> {});

    @ParameterizedTest
    @ValueSource(strings = {"key", "header:event", "constant:board"})
    void comeBackAsWhatTheyAreWhateverNamesTheTopics(String topicFrom) {
        ProducerRecord<byte[], byte[]> written = records.canary(LOG, namespace(topicFrom));
        Update canary = ((Mapped) map(record(written.key(), written.headers()), topicFrom)).update();

        assertThat(written.partition()).isEqualTo(3);
        assertThat(canary.topic()).isEqualTo(Topic.canary("scores"));
        assertThat(canary.topic().isCanary()).isTrue();
        assertThat(canary.isDeletion()).isFalse();
        assertThat(canary.bodyLength()).isZero();
        assertThat(canary.headers()).isEqualTo(Map.of());
    }

    @Test
    void areNotMadeByAKeyOrAHeaderAlone() {
        byte[] key = Topic.canary("scores").rawKeyBytes();
        Headers header = records.canary(LOG, namespace("key")).headers();

        assertThat(((Unmappable) map(record(key, new RecordHeaders()), "key")).reason())
                .isEqualTo(Reason.ILLEGAL_TOPIC);
        assertThat(((Mapped) map(record("x".getBytes(UTF_8), header), "key"))
                        .update()
                        .topic())
                .isEqualTo(new Topic("scores.x"));
        assertThat(((Mapped) map(record(key, new RecordHeaders()), "constant:board"))
                        .update()
                        .topic())
                .isEqualTo(new Topic("scores.board"));
    }

    private RecordMapping map(ConsumerRecord<byte[], byte[]> record, String topicFrom) {
        return records.map(record, namespace(topicFrom), LOG);
    }

    private static Namespace namespace(String topicFrom) {
        return new Namespace("scores", "scores", TopicFrom.parse(topicFrom), Policy.DEFAULT, Namespace.Access.DEFAULT);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, Headers headers) {
        return new ConsumerRecord<>(
                "scores", 3, 42, 1_000, TimestampType.CREATE_TIME, 0, 0, key, new byte[0], headers, Optional.empty());
    }
}
