package io.tidings.relay;

import io.tidings.topic.Batch;
import io.tidings.topic.Update;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a batch as the body of a relay message, in the layout of {@code src/docs/relay.md}. */
final class BatchEncoder {

    private static final int BATCH_OVERHEAD = 128;

    private static final int UPDATE_OVERHEAD = 64;

    private final Batch batch;

    private final ByteWriter writer;

    private long nextOffset;

    private long timestamp;

    private @Nullable String contentType;

    private BatchEncoder(Batch batch) {
        this.batch = batch;
        this.writer = new ByteWriter(capacity(batch));
        this.nextOffset = batch.from();
    }

    /**
     * The body of a batch. Any thread may call.
     *
     * @throws IllegalArgumentException if an update's topic is not in the namespace of the batch's source
     */
    static byte[] encode(Batch batch) {
        return new BatchEncoder(batch).encode();
    }

    private static int capacity(Batch batch) {
        long bytes = BATCH_OVERHEAD + batch.bodyBytes();
        for (Update update : batch.updates()) {
            bytes += UPDATE_OVERHEAD + update.topic().name().length();
        }
        return Math.toIntExact(bytes);
    }

    private byte[] encode() {
        writer.writeByte(BatchFormat.MAGIC);
        writer.writeByte(BatchFormat.VERSION);
        int start = writer.beginLength();
        writer.writeText(batch.source().toString());
        writer.writeVarint(batch.from());
        writer.writeVarint(batch.to() - batch.from());
        writer.writeVarint(batch.updates().size());
        writer.endLength(start);
        batch.updates().forEach(this::write);
        return writer.toByteArray();
    }

    private void write(Update update) {
        int start = writer.beginLength();
        writer.writeVarint(flags(update));
        writer.writeVarint(update.position().offset() - nextOffset);
        writer.writeZigzag(update.timestamp() - timestamp);
        writer.writeAscii(update.topic().name(), keyStart(update));
        writeContentType(update);
        writeHeaders(update.headers());
        if (update.body() != null) {
            writer.writeBytes(update.body());
        }
        writer.endLength(start);
        nextOffset = update.position().offset() + 1;
        timestamp = update.timestamp();
        contentType = update.contentType();
    }

    private int flags(Update update) {
        int flags = update.isDeletion() ? BatchFormat.TOMBSTONE : 0;
        if (update.contentType() != null) {
            flags |=
                    update.contentType().equals(contentType) ? BatchFormat.SAME_CONTENT_TYPE : BatchFormat.CONTENT_TYPE;
        }
        return update.headers().isEmpty() ? flags : flags | BatchFormat.HEADERS;
    }

    /** Where the key begins in the topic's name; its end for a name that is the namespace alone. */
    private int keyStart(Update update) {
        String name = update.topic().name();
        String namespace = batch.source().namespace();
        boolean within = name.startsWith(namespace)
                && (name.length() == namespace.length() || name.charAt(namespace.length()) == '.');
        if (!within) {
            throw new IllegalArgumentException("topic: '" + name + "' (expected: in namespace " + namespace + ")");
        }
        return Math.min(namespace.length() + 1, name.length());
    }

    private void writeContentType(Update update) {
        if (update.contentType() != null && !update.contentType().equals(contentType)) {
            writer.writeText(update.contentType());
        }
    }

    private void writeHeaders(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return;
        }
        writer.writeVarint(headers.size());
        headers.forEach((name, value) -> {
            writer.writeText(name);
            writer.writeText(value);
        });
    }
}
