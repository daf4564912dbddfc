package io.tidings.ingest;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A batch that is being filled, and the dead letters in its range. */
final class Draft {

    /** What an update costs beside its body, name and headers on its way. */
    private static final int OVERHEAD_BYTES = 128;

    private final long from;

    private final List<Update> updates = new ArrayList<>();

    private final List<CompletableFuture<Void>> deadLetters = new ArrayList<>();

    private long bytes = OVERHEAD_BYTES;

    private long deadLetterBytes;

    /** Begins at an offset. */
    Draft(long from) {
        this.from = from;
    }

    void add(Update update) {
        updates.add(update);
        bytes += bytes(update);
    }

    /** Has the batch be done only after the dead letter is, which holds this many bytes until then. */
    void add(CompletableFuture<Void> deadLetter, int recordBytes) {
        deadLetters.add(deadLetter);
        deadLetterBytes += OVERHEAD_BYTES + recordBytes;
    }

    /** Whether the update would take it past the bound; the first of a batch never does. */
    boolean isFullFor(Update update, long maxBytes) {
        return !updates.isEmpty() && bytes + bytes(update) > maxBytes;
    }

    /** What it keeps in memory until it is done. */
    long bytes() {
        return bytes + deadLetterBytes;
    }

    Batch to(LogId log, long to) {
        return new Batch(log, from, to, updates);
    }

    /** Completes when the receipt has come and the dead letters are written. */
    CompletableFuture<Void> done(CompletableFuture<Void> receipt) {
        return deadLetters.isEmpty() ? receipt : CompletableFuture.allOf(lettersTaken(), receipt);
    }

    /** Completes when the dead letters are written, or given up; never fails. */
    CompletableFuture<Void> lettersTaken() {
        return CompletableFuture.allOf(deadLetters.toArray(CompletableFuture<?>[]::new));
    }

    private static long bytes(Update update) {
        long bytes = (long) OVERHEAD_BYTES + update.topic().name().length() + update.bodyLength();
        if (!update.headers().isEmpty()) {
            for (Map.Entry<String, String> header : update.headers().entrySet()) {
                bytes += header.getKey().length() + header.getValue().length();
            }
        }
        return bytes;
    }
}
