package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.replica.Replica;
import io.tidings.replica.ReplicaUnavailableException;
import io.tidings.replica.TopicNames;
import io.tidings.topic.Namespace;
import io.tidings.topic.Namespaces;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows the namespaces, which are the same on all nodes. */
@RestController
@Tag(name = "Namespaces")
final class NamespacesController {

    private final Namespaces namespaces;

    private final Replica replica;

    private final int maxPage;

    NamespacesController(Namespaces namespaces, Replica replica, AdminProperties properties) {
        this.namespaces = namespaces;
        this.replica = replica;
        this.maxPage = properties.maxPage();
    }

    @GetMapping("/api/namespaces")
    @Operation(summary = "List namespaces", operationId = "listNamespaces")
    @Paged
    @ApiResponse(responseCode = "200", description = "By their names, as this node is configured")
    @ApiResponse(responseCode = "400", description = "A parameter is not known, or out of its range")
    Mono<Page<NamespaceView>> list(ServerHttpRequest request) {
        PageQuery page = PageQuery.of(request, maxPage);
        Slice<Namespace> slice = Slice.after(
                namespaces.all().stream().sorted(Comparator.comparing(Namespace::name)),
                Namespace::name,
                page.after(),
                page.limit());
        return Flux.fromIterable(slice.items())
                .concatMap(this::view, 1)
                .collectList()
                .map(views -> new Page<>(views, slice.next(Namespace::name), List.of()));
    }

    private Mono<NamespaceView> view(Namespace namespace) {
        boolean configured = namespaces.configured().contains(namespace);
        return Mono.fromFuture(() -> replica.names(namespace.name()))
                .map(TopicNames::size)
                .map(Optional::of)
                .onErrorResume(ReplicaUnavailableException.class, e -> Mono.just(Optional.empty()))
                .map(topics -> NamespaceView.of(namespace, configured, topics.orElse(null)));
    }
}
