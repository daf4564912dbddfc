package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Publishes one update: on a topic, to a user, or the one that clears a last value. */
@RestController
@Tag(name = "Publish")
final class PublishController {

    private final OperatorPublisher publisher;

    PublishController(OperatorPublisher publisher) {
        this.publisher = publisher;
    }

    /** Publishes the body as it is, with its content type; answers once it is safe. */
    @PostMapping("/api/topics/{topic}")
    @Operation(summary = "Publish an update", operationId = "publish")
    @PublishedResponses
    @OpaqueBody
    Mono<PublishedTopic> publish(@PathVariable("topic") String name, ServerHttpRequest request) {
        return publisher.publish(TopicPath.topic(name, request), request);
    }

    /** As {@link #publish}, on the user's own topic: what the user gets who subscribes to {@code /user/queue/NAME}. */
    @PostMapping("/api/users/{user}/queues/{name}")
    @Operation(summary = "Publish an update to one user", operationId = "publishToUser")
    @PublishedResponses
    @OpaqueBody
    Mono<PublishedTopic> publishToUser(
            @PathVariable("user") String user, @PathVariable("name") String name, ServerHttpRequest request) {
        return publisher.publish(TopicPath.ofUser(name, user, request), request);
    }

    /** Clears a last value, on all nodes. However often it is done the value stays cleared, but each time is an update. */
    @DeleteMapping(AdminPath.LAST_VALUE)
    @Operation(summary = "Clear a topic's last value", operationId = "clearLast")
    @PublishedResponses
    Mono<PublishedTopic> clear(@PathVariable("topic") String name, ServerHttpRequest request) {
        return publisher.clear(TopicPath.topic(name, request), request);
    }
}
