package io.tidings.publish;

import io.micrometer.core.instrument.Timer;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.trace.Spans;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Puts publications where their namespace says: a durable one's into the log, an ephemeral one's straight to the nodes.
 * Any thread may call; nothing blocks. Who may publish is for the caller to ask first.
 */
public final class Publisher {

    private final Router router;

    private final PublishMetrics metrics;

    private final Spans spans;

    Publisher(Router router, PublishMetrics metrics, Spans spans) {
        this.router = router;
        this.metrics = metrics;
        this.spans = spans;
    }

    /**
     * Publishes; the order of calls for one topic is the order in which subscribers see them.
     *
     * @return completes when the update is as safe as its namespace makes it; with an {@link InvalidPublicationException}
     *     or {@link io.tidings.topic.UnknownNamespaceException} when it is refused, and with a
     *     {@link io.tidings.log.LogUnavailableException} when the log cannot be reached: then the update may or may not
     *     arrive. Dependent stages see these as the cause of a {@link java.util.concurrent.CompletionException}
     */
    public CompletableFuture<Published> publish(Publication publication) {
        return publish(publication, null);
    }

    /**
     * Publishes, but only once: of all publications of a topic with the same key, tried within the replica's window, on
     * whatever nodes, one becomes an update, and all are answered with its position.
     *
     * @param key the key; null for none
     * @return as above, with differences where there is a key: an {@link IdempotencyKeyReusedException} where it stands
     *     for another body, and an {@link OutcomeUnknownException} in the place of the log's
     */
    public CompletableFuture<Published> publish(Publication publication, @Nullable IdempotencyKey key) {
        return spans.publish(publication, traced -> measured(traced, key));
    }

    private CompletableFuture<Published> measured(Publication publication, @Nullable IdempotencyKey key) {
        Timer.Sample started = metrics.started();
        return router.publish(publication, key).handle((outcome, failure) -> {
            metrics.finished(started, publication, outcome, failure);
            if (outcome == null) {
                throw failure instanceof CompletionException completion ? completion : new CompletionException(failure);
            }
            return outcome.published();
        });
    }
}
