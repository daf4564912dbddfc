package io.tidings.publish;

import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts a publication where its namespace says: a durable one's into the log, an ephemeral one's straight to the nodes. */
final class Router {

    private final Namespaces namespaces;

    private final PublicationLimits limits;

    private final DurableUpdates durable;

    private final EphemeralUpdates ephemeral;

    Router(Namespaces namespaces, PublicationLimits limits, DurableUpdates durable, EphemeralUpdates ephemeral) {
        this.namespaces = namespaces;
        this.limits = limits;
        this.durable = durable;
        this.ephemeral = ephemeral;
    }

    /** What became of it; a refusal is a failure too. */
    CompletableFuture<Outcome> publish(Publication publication, @Nullable IdempotencyKey key) {
        try {
            Namespace namespace = namespaces.get(publication.topic().namespace());
            limits.check(publication, namespace.policy());
            if (!namespace.policy().durable()) {
                return publishEphemeral(publication, key);
            }
            return key == null ? durable.publish(publication) : durable.publish(publication, key);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Outcome> publishEphemeral(Publication publication, @Nullable IdempotencyKey key) {
        if (key != null) {
            throw new InvalidPublicationException("idempotency-key: in namespace '"
                    + publication.topic().namespace() + "' (expected: none, for nothing is kept there)");
        }
        return ephemeral.publish(publication).thenApply(Outcome::first);
    }
}
