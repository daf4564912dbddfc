package io.tidings.replica;

import io.tidings.topic.LogId;
import io.tidings.topic.Position;
import io.tidings.topic.Topic;
import io.tidings.topic.Update;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Drops the repeats from what the logs hold, and tells publishers what became of theirs. */
final class KeyedUpdates implements Originals {

    private final Map<LogId, Repeats> byLog = new ConcurrentHashMap<>();

    private final Map<Position, CompletableFuture<Original>> waiting = new ConcurrentHashMap<>();

    private final ReplicaProperties properties;

    private final ReplicaMetrics metrics;

    private final Clock clock;

    KeyedUpdates(ReplicaContext context) {
        this.properties = context.properties();
        this.metrics = context.metrics();
        this.clock = context.clock();
        metrics.observeKeys(this::keys);
    }

    /** How long before a stretch its log must be read for the repeats in it to be known. */
    Duration window() {
        return properties.idempotency().window();
    }

    /**
     * Takes the next update of its log, on the replica's thread.
     *
     * @return the update as it is to be known; null if it is a repeat, and to be dropped
     */
    @Nullable
    Update take(Update update) {
        Original original = note(update);
        if (original == null) {
            return update;
        }
        if (original.position().equals(update.position())) {
            return update.withoutIdempotencyKey();
        }
        metrics.repeated();
        return null;
    }

    /** Takes the next update of its log for its key alone, on the replica's thread. */
    @Nullable
    Original note(Update update) {
        LogId log = (LogId) update.position().source();
        Repeats repeats = byLog.get(log);
        if (repeats == null) {
            repeats = new Repeats(window().toMillis(), properties.idempotency().maxKeys(), metrics);
            byLog.put(log, repeats);
        }
        Original original = repeats.take(update);
        if (original != null) {
            answer(update.position(), original);
        }
        return original;
    }

    /** Forgets all that came from a log, on the replica's thread. */
    void forget(LogId log) {
        byLog.remove(log);
    }

    @Override
    public @Nullable Original known(Topic topic, String key) {
        long since = clock.millis() - window().toMillis();
        for (Map.Entry<LogId, Repeats> log : byLog.entrySet()) {
            Original original = log.getKey().namespace().equals(topic.namespace())
                    ? log.getValue().original(topic, key, since)
                    : null;
            if (original != null) {
                return original;
            }
        }
        return null;
    }

    @Override
    public CompletableFuture<Original> settled(Update appended, Duration timeout) {
        CompletableFuture<Original> answer = new CompletableFuture<>();
        Position position = appended.position();
        if (waiting.size() >= properties.inbox().requests()) {
            answer.completeExceptionally(new ReplicaUnavailableException("publication: too many wait already"));
            return answer;
        }
        waiting.put(position, answer);
        // Only now: it may have been taken before the answer stood there to be found.
        Repeats repeats = byLog.get((LogId) position.source());
        if (repeats != null && repeats.hasTaken(position.offset())) {
            answer.complete(repeats.original(appended));
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((original, failure) -> waiting.remove(position, answer));
    }

    private void answer(Position position, Original original) {
        CompletableFuture<Original> publisher = waiting.remove(position);
        if (publisher != null) {
            publisher.complete(original);
        }
    }

    private long keys() {
        return byLog.values().stream().mapToLong(Repeats::size).sum();
    }
}
