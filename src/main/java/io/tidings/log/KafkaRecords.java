package io.tidings.log;

import io.tidings.log.RecordMapping.Mapped;
import io.tidings.log.RecordMapping.Reason;
import io.tidings.log.RecordMapping.Unmappable;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.CanaryHeader;
import io.tidings.topic.IdempotencyHeader;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicFrom;
import io.tidings.topic.TraceParent;
import io.tidings.topic.Update;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a Kafka record means as an update and the way back, the same for ingest as for reading back.
 *
 * <p>A key of no bytes is the topic of one segment. A null value is a tombstone. The header {@value #CONTENT_TYPE} is the
 * content type; of the others the allowed ones pass on, and the {@link IdempotencyHeader}. A header whose value is not
 * UTF-8, or cannot stand in a STOMP frame, is dropped and counted, as is a {@link TraceParent} that is none. A canary is one
 * by its key and its header, whatever names the topics of its namespace. Any thread may call.
 */
public final class KafkaRecords {

    /** The record header that carries the content type. */
    static final String CONTENT_TYPE = "content-type";

    /** Of all canaries of a log, compaction leaves the last. */
    private static final byte[] CANARY_KEY = Topic.canary("any").rawKeyBytes();

    private static final byte[] NOTHING = {};

    private final TopicNames topics = new TopicNames();

    private final AllowedHeaders allowedHeaders;

    private final Runnable headerDropped;

    /**
     * Passes the allowed headers on.
     *
     * @param headerDropped called for each header that is dropped for its value
     */
    public KafkaRecords(AllowedHeaders allowedHeaders, Runnable headerDropped) {
        this.allowedHeaders = allowedHeaders;
        this.headerDropped = headerDropped;
    }

    /** The update that a record of a log is, or why it is none. */
    public RecordMapping map(ConsumerRecord<byte[], byte[]> record, Namespace namespace, LogId log) {
        boolean canary = isCanary(record);
        byte @Nullable [] name = canary ? CANARY_KEY : topicName(record, namespace.topicFrom());
        if (name == null) {
            return missingName(namespace.topicFrom());
        }
        Topic known = topics.get(namespace.name(), name);
        String rawKey = known == null ? utf8(name) : "";
        if (rawKey == null) {
            return new Unmappable(Reason.NOT_UTF8, "topic name of " + name.length + " bytes (expected: UTF-8)");
        }
        byte @Nullable [] body = record.value();
        if (body != null && body.length > namespace.policy().maxBodyBytes()) {
            return new Unmappable(
                    Reason.OVERSIZE,
                    "body of " + body.length + " bytes (expected: at most "
                            + namespace.policy().maxBodyBytes() + ")");
        }
        try {
            Topic topic = known == null ? topics.add(namespace.name(), name, rawKey) : known;
            if (topic.isCanary() && !canary) {
                return new Unmappable(Reason.ILLEGAL_TOPIC, "topic: '" + topic + "' (expected: not that of canaries)");
            }
            return new Mapped(update(record, topic, log));
        } catch (IllegalArgumentException e) {
            return new Unmappable(Reason.ILLEGAL_TOPIC, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The record that a publication is.
     *
     * @throws IllegalArgumentException if the record would come back as another topic
     */
    ProducerRecord<byte[], byte[]> record(Publication publication, Namespace namespace) {
        Topic topic = publication.topic();
        checkComesBack(topic, namespace);
        byte[] key = topic.rawKeyBytes();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(namespace.kafkaTopic(), null, null, key, publication.body());
        if (publication.contentType() != null) {
            record.headers().add(CONTENT_TYPE, publication.contentType().getBytes(StandardCharsets.UTF_8));
        }
        publication
                .headers()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        if (namespace.topicFrom().part() == TopicFrom.Part.HEADER) {
            record.headers().add(namespace.topicFrom().name(), key);
        }
        return record;
    }

    /** The record of a canary for one log. Nodes that know of none take it for an update of a user's own topic, if by its name. */
    ProducerRecord<byte[], byte[]> canary(LogId log, Namespace namespace) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(namespace.kafkaTopic(), log.partition(), null, CANARY_KEY, NOTHING);
        record.headers().add(CanaryHeader.NAME, NOTHING);
        if (namespace.topicFrom().part() == TopicFrom.Part.HEADER) {
            record.headers().add(namespace.topicFrom().name(), CANARY_KEY);
        }
        return record;
    }

    private static boolean isCanary(ConsumerRecord<byte[], byte[]> record) {
        return Arrays.equals(CANARY_KEY, record.key()) && record.headers().lastHeader(CanaryHeader.NAME) != null;
    }

    private static void checkComesBack(Topic topic, Namespace namespace) {
        TopicFrom from = namespace.topicFrom();
        String rawKey = from.part() == TopicFrom.Part.CONSTANT ? from.name() : topic.rawKey();
        Topic back = Topic.of(namespace.name(), rawKey);
        if (!back.equals(topic)) {
            throw new IllegalArgumentException("topic: '" + topic + "' (expected: '" + back + "')");
        }
    }

    private static byte @Nullable [] topicName(ConsumerRecord<byte[], byte[]> record, TopicFrom from) {
        return switch (from.part()) {
            case KEY -> record.key();
            case HEADER -> lastValue(record.headers(), from.name());
            case CONSTANT -> from.name().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Unmappable missingName(TopicFrom from) {
        return from.part() == TopicFrom.Part.KEY
                ? new Unmappable(Reason.NO_KEY, "record key: null (expected: the topic's name within its namespace)")
                : new Unmappable(
                        Reason.NO_HEADER,
                        "record header '" + from.name()
                                + "': missing (expected: the topic's name within its namespace)");
    }

    private Update update(ConsumerRecord<byte[], byte[]> record, Topic topic, LogId log) {
        byte @Nullable [] contentType = lastValue(record.headers(), CONTENT_TYPE);
        return new Update(
                topic,
                new Position(log, record.offset()),
                record.timestamp(),
                contentType == null ? null : headerValue(contentType),
                headers(record.headers()),
                record.value());
    }

    private Map<String, String> headers(Headers headers) {
        Map<String, String> passed = Map.of();
        for (Header header : headers) {
            String value = header.value() == null ? null : passing(header.key(), header.value());
            if (value != null) {
                passed = passed.isEmpty() ? new LinkedHashMap<>() : passed;
                passed.put(header.key().toLowerCase(Locale.ROOT), value);
            }
        }
        return passed.size() == 1
                ? Map.copyOf(passed)
                : passed; // It stays in every replica: the smallest map there is.
    }

    private @Nullable String passing(String name, byte[] bytes) {
        if (name.equalsIgnoreCase(IdempotencyHeader.NAME)) {
            return idempotencyKey(bytes);
        }
        if (!allowedHeaders.isAllowed(name)) {
            return null;
        }
        return name.equalsIgnoreCase(TraceParent.NAME) ? traceParent(bytes) : headerValue(bytes);
    }

    private @Nullable String idempotencyKey(byte[] bytes) {
        String value = new String(bytes, StandardCharsets.ISO_8859_1);
        return IdempotencyHeader.isLegal(value) ? value : dropped();
    }

    private @Nullable String traceParent(byte[] bytes) {
        String value = new String(bytes, StandardCharsets.ISO_8859_1);
        return TraceParent.isLegal(value) ? value : dropped();
    }

    private @Nullable String headerValue(byte[] bytes) {
        String value = utf8(bytes);
        return value == null || !AllowedHeaders.isLegalValue(value) ? dropped() : value;
    }

    private @Nullable String dropped() {
        headerDropped.run();
        return null;
    }

    private static byte @Nullable [] lastValue(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    /** The text; null where the bytes are not UTF-8, which only a replacement character leaves in doubt. */
    private static @Nullable String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 || isUtf8(bytes) ? text : null;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
