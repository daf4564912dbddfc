package io.tidings.admin;

import io.tidings.publish.IdempotencyKey;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import io.tidings.topic.Published;
import io.tidings.topic.Topic;
import io.tidings.topic.TraceParent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishes on behalf of operators, whatever the namespace's rule for clients says; answers once it is safe. */
@Component
final class OperatorPublisher {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Publisher publisher;

    private final Namespaces namespaces;

    private final PublicationHeaders headers;

    private final RequestBodies bodies;

    OperatorPublisher(
            Publisher publisher, Namespaces namespaces, PublicationHeaders headers, AdminProperties properties) {
        this.publisher = publisher;
        this.namespaces = namespaces;
        this.headers = headers;
        this.bodies = new RequestBodies(properties.readTimeout());
    }

    /** Publishes a request's body as it is, with its content type. */
    Mono<PublishedTopic> publish(Topic topic, ServerHttpRequest request) {
        String contentType = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        Map<String, String> passing = headers.passing(flat(request.getHeaders()));
        IdempotencyKey key = key(request.getHeaders());
        int maxBytes = namespaces.get(topic.namespace()).policy().maxBodyBytes();
        return bodies.read(request, maxBytes)
                .flatMap(body -> answered(publisher.publish(new Publication(topic, contentType, passing, body), key)));
    }

    /** Publishes that a topic's last value is cleared: a tombstone. */
    Mono<PublishedTopic> clear(Topic topic, ServerHttpRequest request) {
        if (!namespaces.get(topic.namespace()).policy().retain()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "namespace: '" + topic.namespace() + "' (expected: one that retains last values)");
        }
        Publication tombstone = new Publication(topic, null, headers.passing(flat(request.getHeaders())), null);
        return answered(publisher.publish(tombstone, key(request.getHeaders())));
    }

    /**
     * Publishes an item of a batch: at once, so that the order of calls is kept, and whether the answer is awaited or not.
     *
     * @param traceParent the request's, for an item without its own
     */
    Mono<PublishedTopic> publish(BatchItem item, @Nullable String traceParent) {
        try {
            Topic topic = TopicPath.topic(item.topic());
            Map<String, String> incoming = new LinkedHashMap<>(item.headers());
            if (traceParent != null) {
                incoming.putIfAbsent(TraceParent.NAME, traceParent);
            }
            Publication publication =
                    new Publication(topic, item.contentType(), headers.passing(incoming), item.body());
            String key = item.idempotencyKey();
            return answered(publisher.publish(publication, key == null ? null : IdempotencyKey.ofAdmin(key)));
        } catch (RuntimeException e) {
            return Mono.error(e);
        }
    }

    private static Mono<PublishedTopic> answered(CompletableFuture<Published> published) {
        return Mono.fromFuture(published, true)
                .publishOn(Schedulers.parallel()) // Away from the threads of the log and the replica.
                .map(PublishedTopic::of);
    }

    /** Several lines make one value, which is then none: a key has no space. */
    private static @Nullable IdempotencyKey key(HttpHeaders headers) {
        List<String> lines = headers.get(IDEMPOTENCY_KEY);
        return lines == null ? null : IdempotencyKey.ofAdmin(String.join(", ", lines));
    }

    /** Lines of one name make one value, as RFC 9110, section 5.3 has it. */
    private static Map<String, String> flat(HttpHeaders headers) {
        Map<String, String> flat = new LinkedHashMap<>();
        headers.forEach((name, values) -> flat.put(name, String.join(", ", values)));
        return flat;
    }
}
