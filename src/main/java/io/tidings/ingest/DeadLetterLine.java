package io.tidings.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one Kafka topic. While its dead letter topic takes them they are sent as they come; once it does not,
 * the others wait and one at a time tries again, so that a topic that is away costs the others nothing. Each is tried once
 * at the least, and no more after its deadline. All on the executor's one thread.
 */
final class DeadLetterLine {

    private final DeadLetterRecoverer recoverer;

    private final IngestProperties.DeadLetters properties;

    private final IngestMetrics metrics;

    private final ScheduledExecutorService executor;

    private final LostLetters lost = new LostLetters();

    /** Those that the topic has not taken, and those that came since. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private boolean holding;

    private boolean turnScheduled;

    private @Nullable DeadLetter probe;

    DeadLetterLine(
            DeadLetterRecoverer recoverer,
            IngestProperties.DeadLetters properties,
            IngestMetrics metrics,
            ScheduledExecutorService executor) {
        this.recoverer = recoverer;
        this.properties = properties;
        this.metrics = metrics;
        this.executor = executor;
    }

    private record Waiting(DeadLetter letter, @Nullable Throwable failure) {}

    void add(DeadLetter letter) {
        if (holding) {
            waiting.add(new Waiting(letter, null));
        } else {
            send(letter);
        }
    }

    /** Says what has not been said yet. */
    void close() {
        lost.report();
    }

    private void send(DeadLetter letter) {
        CompletableFuture<Void> unused = recoverer
                .send(letter.record(), letter.why())
                .whenCompleteAsync((sent, failure) -> answered(letter, failure), executor);
    }

    private void answered(DeadLetter letter, @Nullable Throwable failure) {
        if (failure == null) {
            metrics.deadLetter(letter.reason());
            letter.taken().complete(null);
            if (letter.equals(probe)) {
                holding = false;
                sendAll();
            }
        } else if (letter.isOverdue() || isOfTheRecord(failure)) {
            giveUp(letter, failure);
        } else {
            waiting.add(new Waiting(letter, failure));
        }
        if (letter.equals(probe)) {
            probe = null;
        }
        holdWhileAnyWaits();
    }

    private void sendAll() {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> send(each.letter()));
    }

    private void holdWhileAnyWaits() {
        if (!holding && !waiting.isEmpty()) {
            holding = true;
            scheduleTurn();
        }
    }

    private void scheduleTurn() {
        if (!turnScheduled) {
            turnScheduled = true;
            later(this::turn);
        }
    }

    /** Once every retry delay while the topic takes nothing. */
    private void turn() {
        turnScheduled = false;
        if (!holding) {
            return;
        }
        for (Waiting overdue : removeOverdue()) {
            if (overdue.failure() == null) {
                send(overdue.letter());
            } else {
                giveUp(overdue.letter(), overdue.failure());
            }
        }
        if (waiting.isEmpty() && probe == null) {
            holding = false;
            return;
        }
        if (probe == null) {
            probe = waiting.remove().letter();
            metrics.deadLetterRetried();
            send(probe);
        }
        scheduleTurn();
    }

    private List<Waiting> removeOverdue() {
        List<Waiting> overdue = new ArrayList<>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting each = all.next();
            if (each.letter().isOverdue()) {
                all.remove();
                overdue.add(each);
            }
        }
        return overdue;
    }

    private void giveUp(DeadLetter letter, Throwable failure) {
        metrics.deadLetterLost(letter.reason());
        if (lost.add(letter, failure)) {
            later(lost::report);
        }
        letter.taken().complete(null);
    }

    private void later(Runnable task) {
        try {
            ScheduledFuture<?> unused =
                    executor.schedule(task, properties.retryDelay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            lost.report(); // Stopped; what waits is read again.
        }
    }

    /** Whether trying again is of no use, and says nothing of the other letters. */
    private static boolean isOfTheRecord(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException || cause instanceof InvalidRecordException) {
                return true;
            }
        }
        return false;
    }
}
