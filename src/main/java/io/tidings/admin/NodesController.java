package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.cluster.Cluster;
import io.tidings.cluster.Node;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the nodes, and what they count together. */
@RestController
@Tag(name = "Nodes")
final class NodesController {

    private final Cluster cluster;

    private final int maxPage;

    NodesController(Cluster cluster, AdminProperties properties) {
        this.cluster = cluster;
        this.maxPage = properties.maxPage();
    }

    @GetMapping("/api/nodes")
    @Operation(summary = "List nodes", operationId = "listNodes")
    @Paged
    @ApiResponse(responseCode = "200", description = "By their ids, with those that have not been heard of lately")
    @ApiResponse(responseCode = "400", description = "A parameter is not known, or out of its range")
    Page<NodeView> list(ServerHttpRequest request) {
        PageQuery page = PageQuery.of(request, maxPage);
        List<Node> known = cluster.nodes();
        Slice<Node> nodes = Slice.after(
                known.stream().sorted(Comparator.comparing(Node::id)), Node::id, page.after(), page.limit());
        return new Page<>(
                nodes.items().stream().map(NodeView::of).toList(), nodes.next(Node::id), MissingNode.among(known));
    }

    @GetMapping("/api/stats")
    @Operation(summary = "Add up what the nodes count", operationId = "stats")
    @ApiResponse(
            responseCode = "200",
            description = "Some seconds old, as `oldest` says; without the nodes in `missing`")
    Stats stats() {
        return Stats.of(cluster.nodes());
    }
}
