package io.tidings.log;

import io.tidings.topic.Batch;
import io.tidings.topic.LogId;
import io.tidings.topic.Namespace;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a single node, in memory: one log a namespace, made when it is first asked for, bounded, and gone with the
 * process. What eviction has removed is missing as it is after Kafka's retention.
 */
public final class MemoryUpdateLog implements UpdateLog, CanaryLog, AutoCloseable {

    private static final int READ_BATCH = 500;

    private static final int MAX_PENDING_READS = 4096;

    private final SecureRandom epochs = new SecureRandom();

    private final Map<String, MemoryLog> logs = new ConcurrentHashMap<>();

    private final List<Consumer<Batch>> followers = new CopyOnWriteArrayList<>();

    private final AtomicLong totalBytes = new AtomicLong();

    private final ThreadPoolExecutor reader;

    private final Clock clock;

    private final MemoryLogProperties limits;

    /** Keeps as much as the limits allow; the clock gives the updates their time. */
    public MemoryUpdateLog(Clock clock, MemoryLogProperties limits) {
        this.clock = clock;
        this.limits = limits;
        this.reader = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_PENDING_READS), MemoryUpdateLog::readerThread);
        reader.allowCoreThreadTimeOut(true);
    }

    /**
     * Hands every update that is appended from now on to the follower, in order, one at a time for each namespace.
     *
     * @param follower called by the appending thread, which holds the log's lock: it must not block
     */
    public void follow(Consumer<Batch> follower) {
        followers.add(follower);
    }

    @Override
    public CompletableFuture<Published> append(Publication publication) {
        Update update = log(publication.topic().namespace()).append(publication, this::tellFollowers);
        return CompletableFuture.completedFuture(new Published(update.topic(), update.position(), update.timestamp()));
    }

    @Override
    public CompletableFuture<Published> appendCanary(LogId log) {
        return append(new Publication(Topic.canary(log.namespace()), null, Map.of(), new byte[0]));
    }

    @Override
    public CompletableFuture<List<LogHead>> heads(Collection<Namespace> namespaces) {
        return CompletableFuture.completedFuture(namespaces.stream()
                .map(namespace -> log(namespace.name()).head())
                .toList());
    }

    @Override
    public CompletableFuture<Long> offsetAt(LogId log, Instant time) {
        MemoryLog known = known(log);
        return known == null
                ? CompletableFuture.failedFuture(noSuch(log))
                : CompletableFuture.completedFuture(known.offsetAt(time));
    }

    @Override
    public CompletableFuture<Long> read(LogId log, long from, long to, Consumer<Batch> sink) {
        MemoryLog known = known(log);
        if (known == null) {
            return CompletableFuture.failedFuture(noSuch(log));
        }
        try {
            return CompletableFuture.supplyAsync(() -> read(known, from, to, sink), reader);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new LogUnavailableException("log: too many reads wait", e));
        }
    }

    /** Ends the reading thread; reads that wait are dropped. */
    @Override
    public void close() {
        reader.shutdownNow();
    }

    private void tellFollowers(Batch batch) {
        for (Consumer<Batch> follower : followers) {
            follower.accept(batch);
        }
    }

    private static long read(MemoryLog log, long from, long to, Consumer<Batch> sink) {
        LogHead head = log.head();
        if (to > head.head()) {
            throw new LogUnavailableException(
                    "log " + head.log() + ": no offset " + (to - 1) + " (expected: below " + head.head() + ")");
        }
        List<Update> updates = from < to ? log.since(from) : List.of();
        for (int start = 0; start < updates.size(); start += READ_BATCH) {
            List<Update> part = updates.subList(start, Math.min(start + READ_BATCH, updates.size()));
            long first = part.get(0).position().offset();
            sink.accept(new Batch(head.log(), first, first + part.size(), part));
        }
        return updates.isEmpty() ? from : updates.get(0).position().offset();
    }

    private MemoryLog log(String namespace) {
        MemoryLog known = logs.get(namespace);
        return known != null ? known : logs.computeIfAbsent(namespace, this::create);
    }

    private MemoryLog create(String namespace) {
        return new MemoryLog(new LogId(namespace, 0, LogId.epoch(epochs.nextInt())), clock, limits, totalBytes);
    }

    private @Nullable MemoryLog known(LogId log) {
        MemoryLog known = logs.get(log.namespace());
        return known == null || !known.head().log().equals(log) ? null : known;
    }

    private static LogUnavailableException noSuch(LogId log) {
        return new LogUnavailableException("log: '" + log + "' (expected: one of this process's life)");
    }

    private static Thread readerThread(Runnable task) {
        Thread thread = new Thread(task, "log-memory-reader");
        thread.setDaemon(true);
        return thread;
    }
}
