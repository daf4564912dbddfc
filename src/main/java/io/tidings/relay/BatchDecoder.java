package io.tidings.relay;

import io.tidings.relay.BatchFormatException.Reason;
import io.tidings.topic.AllowedHeaders;
import io.tidings.topic.Batch;
import io.tidings.topic.Position;
import io.tidings.topic.Source;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches from the bodies of relay messages, in the layout of {@code src/docs/relay.md}. It remembers topics and
 * sources, so that the same ones come out as the same objects and cost no new text. One thread at a time.
 */
final class BatchDecoder {

    private static final int TOPIC_SLOTS = 1 << 15;

    private static final int SOURCE_SLOTS = 1 << 10;

    private final InternCache<Topic> topics = new InternCache<>(TOPIC_SLOTS);

    private final InternCache<Source> sources = new InternCache<>(SOURCE_SLOTS);

    /**
     * The batch of a body. Takes time and memory proportional to the body's length, whatever it says.
     *
     * @throws BatchFormatException if it is no batch of a version that this node knows
     */
    Batch decode(byte[] body) {
        ByteReader reader = new ByteReader(body);
        checkVersion(reader);
        try {
            return new Decoding(reader).batch();
        } catch (BatchFormatException e) {
            throw e;
        } catch (ArithmeticException e) {
            throw BatchFormatException.malformed("long overflow (expected: offsets of at most 63 bits)");
        } catch (IllegalArgumentException e) {
            throw BatchFormatException.malformed(String.valueOf(e.getMessage()));
        }
    }

    private static void checkVersion(ByteReader reader) {
        int magic = reader.readByte();
        if (magic != BatchFormat.MAGIC) {
            throw BatchFormatException.malformed(
                    "first byte: " + magic + " (expected: " + BatchFormat.MAGIC + ", that of a batch)");
        }
        int version = reader.readByte();
        if (version != BatchFormat.VERSION) {
            throw new BatchFormatException(
                    Reason.VERSION, "version: " + version + " (expected: " + BatchFormat.VERSION + ")");
        }
    }

    /** One batch on its way, with what each update tells by its difference from the one before. */
    private final class Decoding {

        private final ByteReader reader;

        private final Source source;

        private final long from;

        private final long to;

        private final int count;

        private long nextOffset;

        private long timestamp;

        private @Nullable String contentType;

        Decoding(ByteReader reader) {
            this.reader = reader;
            int outer = reader.beginLength();
            this.source = sources.get("", reader, Source::parse);
            this.from = reader.readVarint();
            this.to = Math.addExact(from, reader.readVarint());
            long updates = reader.readVarint();
            reader.endLength(outer);
            if (updates > reader.remaining() / BatchFormat.MIN_UPDATE_BYTES) {
                throw BatchFormatException.malformed(
                        "updates: " + updates + " (expected: as many as " + reader.remaining() + " bytes can hold)");
            }
            this.count = (int) updates;
            this.nextOffset = from;
        }

        Batch batch() {
            Update[] updates = new Update[count];
            for (int i = 0; i < count; i++) {
                int outer = reader.beginLength();
                updates[i] = update();
                reader.endLength(outer);
            }
            if (reader.remaining() > 0) {
                throw BatchFormatException.malformed(
                        "bytes: " + reader.remaining() + " after the last update (expected: none)");
            }
            return new Batch(source, from, to, List.of(updates));
        }

        private Update update() {
            long flags = reader.readVarint();
            long offset = Math.addExact(nextOffset, reader.readVarint());
            timestamp += reader.readZigzag();
            Topic topic = topics.get(source.namespace(), reader, this::topic);
            contentType = contentType(flags);
            Map<String, String> headers = (flags & BatchFormat.HEADERS) == 0 ? Map.of() : headers();
            byte[] body = (flags & BatchFormat.TOMBSTONE) == 0 ? reader.readBytes() : null;
            nextOffset = Math.addExact(offset, 1);
            return new Update(topic, new Position(source, offset), timestamp, contentType, headers, body);
        }

        private Topic topic(String key) {
            return new Topic(key.isEmpty() ? source.namespace() : source.namespace() + '.' + key);
        }

        private @Nullable String contentType(long flags) {
            if ((flags & BatchFormat.SAME_CONTENT_TYPE) != 0) {
                return contentType;
            }
            return (flags & BatchFormat.CONTENT_TYPE) == 0 ? null : legal("content type", reader.readText());
        }

        private Map<String, String> headers() {
            int size = reader.readCount(2);
            if (size == 1) {
                return Map.of(legal("header", reader.readText()), legal("header", reader.readText()));
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                String name = legal("header", reader.readText());
                if (headers.put(name, legal("header", reader.readText())) != null) {
                    throw BatchFormatException.malformed("header: one twice (expected: each name once)");
                }
            }
            return Collections.unmodifiableMap(headers);
        }

        private String legal(String what, String text) {
            if (!AllowedHeaders.isLegalValue(text)) {
                throw BatchFormatException.malformed(what + ": has a CR, LF or NUL (expected: none)");
            }
            return text;
        }
    }
}
