package io.tidings.log;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Publication;
import io.tidings.topic.Update;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The updates of one namespace in memory, in order; its lock is what orders them. */
final class MemoryLog {

    /** What an update costs beside its texts and body: objects, references, numbers. */
    private static final int OVERHEAD_BYTES = 200;

    private final LogId id;

    private final Clock clock;

    private final MemoryLogProperties limits;

    private final AtomicLong totalBytes;

    private final ArrayDeque<Update> updates = new ArrayDeque<>();

    private long next;

    /** Shares the count of bytes with the other namespaces' logs. */
    MemoryLog(LogId id, Clock clock, MemoryLogProperties limits, AtomicLong totalBytes) {
        this.id = id;
        this.clock = clock;
        this.limits = limits;
        this.totalBytes = totalBytes;
    }

    /** Appends, and hands the update to the follower before any later one is appended. */
    synchronized Update append(Publication publication, Consumer<Batch> follower) {
        Update update = publication.at(new Position(id, next), clock.millis());
        next++;
        updates.addLast(update);
        totalBytes.addAndGet(bytes(update));
        evict();
        follower.accept(new Batch(id, next - 1, next, List.of(update)));
        return update;
    }

    synchronized LogHead head() {
        return new LogHead(id, next);
    }

    synchronized long offsetAt(Instant time) {
        long millis = time.toEpochMilli();
        for (Update update : updates) {
            if (update.timestamp() >= millis) {
                return update.position().offset();
            }
        }
        return next;
    }

    /** The updates at or above an offset that are still kept. */
    synchronized List<Update> since(long offset) {
        return updates.stream()
                .filter(update -> update.position().offset() >= offset)
                .toList();
    }

    /** The newest update always stays. */
    private void evict() {
        long oldest = clock.millis() - limits.window().toMillis();
        while (updates.size() > 1
                && (updates.size() > limits.maxUpdates()
                        || totalBytes.get() > limits.maxBytes().toBytes()
                        || updates.getFirst().timestamp() < oldest)) {
            totalBytes.addAndGet(-bytes(updates.removeFirst()));
        }
    }

    private static long bytes(Update update) {
        long bytes = (long) OVERHEAD_BYTES + update.topic().name().length() + update.bodyLength();
        return update.headers().isEmpty() ? bytes : bytes + bytes(update.headers());
    }

    private static long bytes(Map<String, String> headers) {
        long bytes = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            bytes += (long) header.getKey().length() + header.getValue().length();
        }
        return bytes;
    }
}
