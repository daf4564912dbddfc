package io.tidings.canary;

import io.tidings.topic.LogId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The logs whose canaries are awaited, and which of them is to be given one. A node writes when it has heard of none for the
 * interval and a random part of the jitter: the first of them quiets the others, so that there is about one in an interval,
 * however many nodes there are, and whichever of them dies. Any thread may call.
 */
final class WatchedLogs {

    private final CanaryProperties properties;

    private final LongSupplier nanoTime;

    private final RandomGenerator random;

    private final Map<LogId, WatchedLog> logs = new HashMap<>();

    private boolean watching;

    private long sinceNanos;

    WatchedLogs(CanaryProperties properties, LongSupplier nanoTime, RandomGenerator random) {
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Waits for canaries from now on, also while no log is known. */
    synchronized void begin() {
        watching = true;
        sinceNanos = nanoTime.getAsLong();
    }

    /** Waits for none any more. */
    synchronized void end() {
        watching = false;
        logs.clear();
    }

    /**
     * Takes the logs that are there now. One that is not named stays as it is, for it may be without a leader; but not if its
     * topic was made anew.
     */
    synchronized void found(Collection<LogId> found) {
        if (!watching) {
            return;
        }
        Map<String, String> epochs =
                found.stream().collect(Collectors.toMap(LogId::namespace, LogId::epoch, (one, other) -> other));
        logs.keySet().removeIf(log -> !log.epoch().equals(epochs.getOrDefault(log.namespace(), log.epoch())));
        long now = nanoTime.getAsLong();
        for (LogId log : found) {
            logs.computeIfAbsent(log, added -> new WatchedLog(now, now + jitterNanos()));
        }
    }

    /** A canary has arrived. */
    synchronized void heard(LogId log) {
        WatchedLog known = logs.get(log);
        if (known != null) {
            long now = nanoTime.getAsLong();
            known.heard(now, nextNanos(now));
        }
    }

    /** The logs that are to be given a canary now; they get no other until that is {@link #written}. */
    synchronized List<LogId> due() {
        long now = nanoTime.getAsLong();
        List<LogId> due = new ArrayList<>();
        logs.forEach((log, known) -> {
            if (known.isDue(now)) {
                known.writing(nextNanos(now));
                due.add(log);
            }
        });
        return due;
    }

    /** What came of a canary is known. */
    synchronized void written(LogId log) {
        WatchedLog known = logs.get(log);
        if (known != null) {
            known.written();
        }
    }

    synchronized int size() {
        return logs.size();
    }

    /** For how long the worst of the logs has been silent; 0 while none is awaited. */
    synchronized long silenceNanos() {
        if (!watching) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        return logs.values().stream()
                .mapToLong(log -> log.silenceNanos(now))
                .max()
                .orElse(now - sinceNanos);
    }

    private long nextNanos(long nowNanos) {
        return nowNanos + properties.interval().toNanos() + jitterNanos();
    }

    private long jitterNanos() {
        return (long) (random.nextDouble() * properties.jitter().toNanos());
    }
}
