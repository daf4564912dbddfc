package io.tidings.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.log.RecordMapping.Mapped;
import io.tidings.log.RecordMapping.Reason;
import io.tidings.log.RecordMapping.Unmappable;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Policy;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.Update;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaRecordsTests {

    private static final Policy SMALL = new Policy(true, true, Policy.DEFAULT.history(), 10, 100);

    private static final LogId LOG = new LogId("scores", 0, "0000abcd");

    private final AtomicInteger headersDropped = new AtomicInteger();

    private final KafkaRecords records =
            new KafkaRecords(new AllowedHeaders(List.of("x-a", "x-b", "traceparent")), headersDropped::incrementAndGet);

    @Test
    void theKeyIsTheRestOfTheTopic() {
        assertThat(topicOf("nba.lal-bos".getBytes(UTF_8))).isEqualTo("scores.nba.lal-bos");
        assertThat(topicOf("a/b c".getBytes(UTF_8))).isEqualTo("scores.a%2Fb%20c");
        assertThat(topicOf("Zürich".getBytes(UTF_8))).isEqualTo("scores.Z%C3%BCrich");
        assertThat(topicOf("\uFFFD".getBytes(UTF_8))).isEqualTo("scores.%EF%BF%BD");
    }

    @Test
    void anEmptyKeyIsTheTopicOfOneSegment() {
        assertThat(topicOf(new byte[0])).isEqualTo("scores");
    }

    @Test
    void aRecordWithoutKeyIsNoUpdate() {
        assertThat(reason(record(null, new byte[0], new RecordHeaders()), TopicFrom.KEY))
                .isEqualTo(Reason.NO_KEY);
    }

    @Test
    void aKeyThatIsNotUtf8IsNoUpdate() {
        assertThat(reason(record(new byte[] {'a', (byte) 0xC3}, new byte[0], new RecordHeaders()), TopicFrom.KEY))
                .isEqualTo(Reason.NOT_UTF8);
    }

    @Test
    void aKeyThatIsTooLongIsNoUpdate() {
        assertThat(reason(record("k".repeat(250).getBytes(UTF_8), new byte[0], new RecordHeaders()), TopicFrom.KEY))
                .isEqualTo(Reason.ILLEGAL_TOPIC);
    }

    @Test
    void aBodyLongerThanTheNamespaceAllowsIsNoUpdate() {
        assertThat(update(record("a".getBytes(UTF_8), new byte[100], new RecordHeaders()))
                        .bodyLength())
                .isEqualTo(100);
        assertThat(reason(record("a".getBytes(UTF_8), new byte[101], new RecordHeaders()), TopicFrom.KEY))
                .isEqualTo(Reason.OVERSIZE);
    }

    @Test
    void theTopicCanStandInAHeader() {
        TopicFrom from = TopicFrom.parse("header:route");
        Headers headers =
                new RecordHeaders().add("route", "old".getBytes(UTF_8)).add("route", "r.7".getBytes(UTF_8));

        assertThat(((Mapped) map(record(null, new byte[0], headers), from))
                        .update()
                        .topic()
                        .name())
                .isEqualTo("scores.r.7");
        assertThat(reason(record("r".getBytes(UTF_8), new byte[0], new RecordHeaders()), from))
                .isEqualTo(Reason.NO_HEADER);
        assertThat(reason(record(null, new byte[0], new RecordHeaders().add("route", null)), from))
                .isEqualTo(Reason.NO_HEADER);
    }

    @Test
    void theTopicCanBeConstant() {
        assertThat(((Mapped) map(record(null, new byte[0], new RecordHeaders()), TopicFrom.parse("constant:wire")))
                        .update()
                        .topic()
                        .name())
                .isEqualTo("scores.wire");
    }

    @Test
    void onlyAllowedHeadersPassAndIllegalValuesAreDroppedAndCounted() {
        Headers headers = new RecordHeaders()
                .add("content-type", "text/plain".getBytes(UTF_8))
                .add("x-a", "1".getBytes(UTF_8))
                .add("x-b", "evil\nheader:1".getBytes(UTF_8))
                .add("X-B", new byte[] {(byte) 0xff})
                .add("secret", "s".getBytes(UTF_8));

        Update update = update(record("a".getBytes(UTF_8), new byte[0], headers));

        assertThat(update.contentType()).isEqualTo("text/plain");
        assertThat(update.headers()).isEqualTo(Map.of("x-a", "1"));
        assertThat(headersDropped).hasValue(2);
    }

    @Test
    void theIdempotencyKeyPassesWhateverIsAllowed() {
        Headers headers = new RecordHeaders().add("tidings-idempotency-key", "k-1".getBytes(UTF_8));

        assertThat(update(record("a".getBytes(UTF_8), new byte[0], headers)).idempotencyKey())
                .isEqualTo("k-1");
        assertThat(headersDropped).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a\n", "é", "65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-65-"})
    void anIllegalIdempotencyKeyIsDroppedAndCounted(String key) {
        Headers headers = new RecordHeaders().add("tidings-idempotency-key", key.getBytes(UTF_8));

        assertThat(update(record("a".getBytes(UTF_8), new byte[0], headers)).headers())
                .isEmpty();
        assertThat(headersDropped).hasValue(1);
    }

    @Test
    void theTraceParentPasses() {
        String legal = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Headers headers = new RecordHeaders().add("traceparent", legal.getBytes(UTF_8));

        assertThat(update(record("a".getBytes(UTF_8), new byte[0], headers)).headers())
                .isEqualTo(Map.of("traceparent", legal));
        assertThat(headersDropped).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\nx-a:1",
                "é0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            })
    void anIllegalTraceParentIsDroppedAndCounted(String value) {
        Headers headers =
                new RecordHeaders().add("traceparent", value.getBytes(UTF_8)).add("x-a", "1".getBytes(UTF_8));

        assertThat(update(record("a".getBytes(UTF_8), new byte[0], headers)).headers())
                .isEqualTo(Map.of("x-a", "1"));
        assertThat(headersDropped).hasValue(1);
    }

    @Test
    void aPublicationsIdempotencyKeyComesBack() {
        Publication publication =
                new Publication(Topic.of("scores", "a"), null, Map.of("x-a", "1"), new byte[1]).withIdempotencyKey("k");

        Update update = update(read(records.record(publication, namespace(TopicFrom.KEY))));

        assertThat(update.idempotencyKey()).isEqualTo("k");
        assertThat(update.withoutIdempotencyKey().headers()).isEqualTo(Map.of("x-a", "1"));
    }

    @Test
    void anIllegalContentTypeIsDroppedAndCounted() {
        Headers headers = new RecordHeaders().add("content-type", "a\rb".getBytes(UTF_8));

        assertThat(update(record("a".getBytes(UTF_8), new byte[0], headers)).contentType())
                .isNull();
        assertThat(headersDropped).hasValue(1);
    }

    @Test
    void aNullValueIsATombstoneAndAnEmptyOneIsNot() {
        assertThat(update(record("a".getBytes(UTF_8), null, new RecordHeaders()))
                        .isDeletion())
                .isTrue();
        assertThat(update(record("a".getBytes(UTF_8), new byte[0], new RecordHeaders()))
                        .isDeletion())
                .isFalse();
    }

    @Test
    void everyPublicationComesBackAsItWas() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            String rawKey = random.ints(random.nextInt(12), 1, 0x3000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            Topic topic = Topic.of("scores", rawKey);
            Publication publication = new Publication(topic, "a/b", Map.of("x-a", "é" + i), new byte[] {(byte) i, 0});

            Update update = update(read(records.record(publication, namespace(TopicFrom.KEY))));

            assertThat(update.topic()).isEqualTo(topic);
            assertThat(update.contentType()).isEqualTo("a/b");
            assertThat(update.headers()).isEqualTo(publication.headers());
            assertThat(update.body()).isEqualTo(publication.body());
        }
    }

    @Test
    void refusesToWriteATopicThatWouldComeBackAsAnother() {
        Publication other = new Publication(new Topic("scores.other"), null, Map.of(), null);

        assertThatThrownBy(() -> records.record(other, namespace(TopicFrom.parse("constant:wire"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic: 'scores.other' (expected: 'scores.wire')");
    }

    private String topicOf(byte[] key) {
        return update(record(key, new byte[0], new RecordHeaders())).topic().name();
    }

    private Update update(ConsumerRecord<byte[], byte[]> record) {
        return ((Mapped) map(record, TopicFrom.KEY)).update();
    }

    private Reason reason(ConsumerRecord<byte[], byte[]> record, TopicFrom from) {
        return ((Unmappable) map(record, from)).reason();
    }

    private RecordMapping map(ConsumerRecord<byte[], byte[]> record, TopicFrom from) {
        return records.map(record, namespace(from), LOG);
    }

    private static Namespace namespace(TopicFrom from) {
        return new Namespace("scores", "scores", from, SMALL, Namespace.Access.DEFAULT);
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
        return record(written.key(), written.value(), written.headers());
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                "scores", 0, 42, 1_000, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }
}
