package io.tidings.publish;

import io.micrometer.core.instrument.Timer;
import io.tidings.log.UpdateLog;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.UnknownNamespaceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Puts publications where their namespace says: a durable one's into the log, an ephemeral one's straight to the nodes.
 * Any thread may call; nothing blocks. Who may publish is for the caller to ask first.
 */
public final class Publisher {

    private final Namespaces namespaces;

    private final PublicationLimits limits;

    private final UpdateLog log;

    private final EphemeralUpdates ephemeral;

    private final PublishMetrics metrics;

    Publisher(
            Namespaces namespaces,
            PublicationLimits limits,
            UpdateLog log,
            EphemeralUpdates ephemeral,
            PublishMetrics metrics) {
        this.namespaces = namespaces;
        this.limits = limits;
        this.log = log;
        this.ephemeral = ephemeral;
        this.metrics = metrics;
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
        Timer.Sample started = metrics.started();
        return route(publication).whenComplete((done, failure) -> metrics.finished(started, publication, failure));
    }

    private CompletableFuture<Published> route(Publication publication) {
        try {
            Namespace namespace = namespaces.get(publication.topic().namespace());
            limits.check(publication, namespace.policy());
            return namespace.policy().durable() ? append(publication) : ephemeral.publish(publication);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What the log refuses for what it is, the log's words say why. */
    private CompletableFuture<Published> append(Publication publication) {
        return log.append(publication)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private static Throwable refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IllegalArgumentException && !(cause instanceof UnknownNamespaceException)
                ? new InvalidPublicationException(String.valueOf(cause.getMessage()))
                : cause;
    }
}
