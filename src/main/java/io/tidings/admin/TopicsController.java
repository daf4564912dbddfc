package io.tidings.admin;

import io.tidings.publish.IdempotencyKey;
import io.tidings.publish.PublicationHeaders;
import io.tidings.publish.Publisher;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Publication;
import io.tidings.topic.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishes on behalf of operators, whatever the namespace's rule for clients says. */
@RestController
final class TopicsController {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Publisher publisher;

    private final Namespaces namespaces;

    private final PublicationHeaders headers;

    private final RequestBodies bodies;

    TopicsController(
            Publisher publisher, Namespaces namespaces, PublicationHeaders headers, AdminProperties properties) {
        this.publisher = publisher;
        this.namespaces = namespaces;
        this.headers = headers;
        this.bodies = new RequestBodies(properties.readTimeout());
    }

    /** Publishes the body as it is, with its content type; answers once it is safe. */
    @PostMapping("/api/topics/{topic}")
    Mono<PublishedTopic> publish(@PathVariable("topic") String name, ServerHttpRequest request) {
        Topic topic = TopicPath.topic(name, request);
        String contentType = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        Map<String, String> passing = headers.passing(flat(request.getHeaders()));
        IdempotencyKey key = key(request.getHeaders());
        int maxBytes = namespaces.get(topic.namespace()).policy().maxBodyBytes();
        return bodies.read(request, maxBytes)
                .map(body -> new Publication(topic, contentType, passing, body))
                .flatMap(publication -> Mono.fromFuture(publisher.publish(publication, key), true))
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
