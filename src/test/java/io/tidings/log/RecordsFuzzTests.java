package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.testing.Fuzz;
import io.tidings.testing.Randomly;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.IdempotencyHeader;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.Update;
import java.util.ArrayList;
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
class RecordsFuzzTests {

    private static final LogId LOG = new LogId("scores", 0, "0a1b2c3d");

    private static final Topic ANY = new Topic("scores.x");

    private static final List<String> NAMES =
            List.of("x", "name", "content-type", "message-id", "\u00e9", "X", "", "a\nb", IdempotencyHeader.NAME);

    @ParameterizedTest
    @ValueSource(strings = {"key", "header:name", "constant:all"})
    void noRecordMakesTheMappingFail(String topicFrom) {
        KafkaRecords records = new KafkaRecords(new AllowedHeaders(List.of("x", "name")), () -> {});
        Policy policy = new Policy(true, false, Policy.DEFAULT.history(), 100, 1_000);
        Namespace namespace =
                new Namespace("scores", "scores", TopicFrom.parse(topicFrom), policy, Namespace.Access.DEFAULT);
        Fuzz.of("records-" + topicFrom, 20_000)
                .run(RecordsFuzzTests::pieces, pieces -> check(records.map(record(pieces), namespace, LOG)));
    }

    private static void check(RecordMapping mapping) {
        if (mapping instanceof RecordMapping.Mapped mapped) {
            Update update = mapped.update();
            assertThat(new Topic(update.topic().name()).namespace()).isEqualTo(ANY.namespace());
            assertThat(update.bodyLength()).isLessThanOrEqualTo(1_000);
            assertThat(update.headers().values()).allMatch(AllowedHeaders::isLegalValue);
            assertThat(update.contentType())
                    .satisfiesAnyOf(
                            type -> assertThat(type).isNull(),
                            type -> assertThat(AllowedHeaders.isLegalValue(type))
                                    .isTrue());
        } else if (mapping instanceof RecordMapping.Unmappable unmappable) {
            assertThat(unmappable.detail()).contains("expected").hasSizeLessThan(500);
        }
    }

    /** Key, value, and header values; one that begins with a zero is none. */
    private static List<byte[]> pieces(Random seeded) {
        Randomly random = new Randomly(seeded);
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 2 + random.below(5); i > 0; i--) {
            pieces.add(bytes(random));
        }
        return pieces;
    }

    private static byte[] bytes(Randomly random) {
        return switch (random.below(6)) {
            case 0 -> new byte[1];
            case 1 -> random.bytes(random.length(5_000));
            case 2 ->
                ("a." + random.one("%2E", "%2e", "%", "%%", "%C3%28", "%00", ".", "..", "@u", "*", "#") + ".b")
                        .getBytes(UTF_8);
            default -> random.text(random.oneIn(9) ? 3_000 : 12).getBytes(UTF_8);
        };
    }

    private static ConsumerRecord<byte[], byte[]> record(List<byte[]> pieces) {
        Headers headers = new RecordHeaders();
        for (int i = 2; i < pieces.size(); i++) {
            headers.add(NAMES.get(pieces.get(i).length % NAMES.size()), part(pieces, i));
        }
        return new ConsumerRecord<>(
                "scores",
                0,
                pieces.size(),
                pieces.get(0).length - 1L,
                TimestampType.CREATE_TIME,
                0,
                0,
                part(pieces, 0),
                part(pieces, 1),
                headers,
                Optional.empty());
    }

    private static byte[] part(List<byte[]> pieces, int index) {
        byte[] part = index < pieces.size() ? pieces.get(index) : new byte[0];
        return part.length > 0 && part[0] == 0 ? null : part;
    }
}
