package io.tidings.publish;

import io.tidings.log.LogUnavailableException;
import io.tidings.log.UpdateLog;
import io.tidings.replica.Original;
import io.tidings.replica.Originals;
import io.tidings.replica.ReplicaUnavailableException;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.UnknownNamespaceException;
import io.tidings.topic.Update;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Appends publications to the log. Of those that share an idempotency key all are answered with the first one's position,
 * whichever node they came to: it is the log's order that decides, as this node's replica tells. Any thread may call.
 */
final class DurableUpdates {

    private final UpdateLog log;

    private final Originals originals;

    private final Duration settleTimeout;

    /**
     * Publishes to a log.
     *
     * @param settleTimeout the longest that the replica may take to apply what has been appended
     */
    DurableUpdates(UpdateLog log, Originals originals, Duration settleTimeout) {
        this.log = log;
        this.originals = originals;
        this.settleTimeout = settleTimeout;
    }

    CompletableFuture<Outcome> publish(Publication publication) {
        return append(publication).thenApply(Outcome::first);
    }

    /** Appends at once, so that calls keep their order, unless the key is known already. */
    CompletableFuture<Outcome> publish(Publication publication, IdempotencyKey key) {
        Original known = originals.known(publication.topic(), key.value());
        if (known != null) {
            return CompletableFuture.completedFuture(repeat(publication, known));
        }
        Publication keyed = publication.withIdempotencyKey(key.value());
        return append(keyed)
                .thenCompose(appended -> settled(keyed, appended))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unknown(cause(failure))));
    }

    private CompletableFuture<Outcome> settled(Publication keyed, Published appended) {
        Update update = keyed.at(appended.position(), appended.timestamp());
        return originals
                .settled(update, settleTimeout)
                .thenApply(original -> original.position().equals(appended.position())
                        ? Outcome.first(appended)
                        : repeat(keyed, original));
    }

    private static Outcome repeat(Publication publication, Original original) {
        if (!original.hasBody(publication.body())) {
            throw new IdempotencyKeyReusedException(original.position());
        }
        return new Outcome(new Published(publication.topic(), original.position(), original.timestamp()), true);
    }

    /** What the log refuses for what it is, the log's words say why. */
    private CompletableFuture<Published> append(Publication publication) {
        CompletableFuture<Published> appended = log.append(publication);
        return isDone(appended)
                ? appended
                : appended.exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(cause(failure))));
    }

    /** The log in memory has appended by then: no stage need wait for that. */
    private static boolean isDone(CompletableFuture<?> appended) {
        return appended.isDone() && !appended.isCompletedExceptionally();
    }

    private static Throwable refusal(Throwable cause) {
        return cause instanceof IllegalArgumentException && !(cause instanceof UnknownNamespaceException)
                ? new InvalidPublicationException(String.valueOf(cause.getMessage()))
                : cause;
    }

    private static Throwable unknown(Throwable cause) {
        boolean unknown = cause instanceof LogUnavailableException
                || cause instanceof ReplicaUnavailableException
                || cause instanceof TimeoutException;
        return unknown ? new OutcomeUnknownException(cause) : cause;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
