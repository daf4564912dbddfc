package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.access.AccessControl;
import io.tidings.access.AccessProblem;
import io.tidings.replica.Replica;
import io.tidings.replica.ReplicaUnavailableException;
import io.tidings.replica.View;
import io.tidings.replica.ViewQuery;
import io.tidings.topic.AccessRule;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import io.tidings.topic.Topic;
import io.tidings.topic.TopicPattern;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells clients a topic's last value: whoever may subscribe to it may ask, without the admin token. */
@RestController
@Tag(name = "Clients")
final class LastValueController {

    private final Replica replica;

    private final Namespaces namespaces;

    private final AccessControl access;

    private final AdminMetrics metrics;

    LastValueController(Replica replica, Namespaces namespaces, AccessControl access, AdminMetrics metrics) {
        this.replica = replica;
        this.namespaces = namespaces;
        this.access = access;
        this.metrics = metrics;
    }

    /** Answers with the last value's body as it was published; HEAD with all but the body. */
    @GetMapping(AdminPath.LAST_VALUE)
    @Operation(
            summary = "Read a topic's last value",
            operationId = "last",
            security = {})
    @SecurityRequirements
    @ApiResponse(
            responseCode = "200",
            description = "The body as it was published, with its content type",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "It is the one that `If-None-Match` names", content = @Content)
    @ApiResponse(responseCode = "400", description = "The topic is none that can be")
    @ApiResponse(
            responseCode = "401",
            description = "The namespace is not for everybody, and nobody has shown who it is")
    @ApiResponse(responseCode = "403", description = "The namespace, or the topic, is not for this user")
    @ApiResponse(responseCode = "404", description = "There is none, or the namespace retains none, or is not served")
    @ApiResponse(responseCode = "503", description = "The namespace has not been read back yet")
    Mono<Void> last(
            @PathVariable("topic") String name,
            @Parameter(hidden = true) @Nullable Principal principal,
            ServerWebExchange exchange) {
        Topic topic = TopicPath.topic(name, exchange.getRequest());
        TopicPattern pattern = new TopicPattern(topic.name());
        Namespace namespace = namespaces.get(topic.namespace());
        return Mono.fromFuture(() -> access.subscribe(principal, pattern, namespace))
                .flatMap(decision -> switch (decision) {
                    case ALLOWED, ALLOWED_NOW ->
                        last(topic, namespace, new LastValueResponse(exchange, principal != null, metrics));
                    case DENIED -> Mono.error(denied(principal, topic, namespace));
                    case UNKNOWN -> Mono.error(new UndecidedException());
                });
    }

    private Mono<Void> last(Topic topic, Namespace namespace, LastValueResponse response) {
        TopicPattern pattern = new TopicPattern(topic.name());
        if (!namespace.policy().retain()) {
            return Mono.error(none("namespace: '" + namespace.name() + "' (expected: one that retains last values)"));
        }
        return view(pattern, 0)
                .flatMap(view -> view.lastValues().isEmpty()
                        ? absent(topic, pattern)
                        : response.write(view.lastValues().get(0)));
    }

    /** What has an update, but no last value, was cleared: that update came before, or is the one that did it. */
    private Mono<Void> absent(Topic topic, TopicPattern pattern) {
        return view(pattern, 1)
                .flatMap(view -> Mono.error(none("topic: '" + topic.name() + "' (expected: one "
                        + (view.updates().isEmpty()
                                ? "that has a last value)"
                                : "whose last value was not cleared)"))));
    }

    private Mono<View> view(TopicPattern pattern, int history) {
        return Mono.fromFuture(() -> replica.view(new ViewQuery(pattern, true, history, null)))
                .doOnError(ReplicaUnavailableException.class, e -> metrics.lastUnavailable());
    }

    private ResponseStatusException none(String detail) {
        metrics.lastNone();
        return new ResponseStatusException(HttpStatus.NOT_FOUND, detail);
    }

    /** Showing who one is may help, except where nobody is let through. */
    private static ErrorResponseException denied(@Nullable Principal principal, Topic topic, Namespace namespace) {
        Namespace.Access access = namespace.access();
        boolean closed = access.rules().isEmpty() && access.subscribe().equals(AccessRule.NOBODY);
        boolean unknown = principal == null && !closed;
        String detail = "topic: '" + topic.name() + "' (expected: one that you may subscribe to)";
        return unknown
                ? AccessProblem.missing(detail)
                : new ErrorResponseException(
                        HttpStatus.FORBIDDEN, ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, detail), null);
    }
}
