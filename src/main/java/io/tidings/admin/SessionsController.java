package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidings.session.SessionDirectory;
import io.tidings.topic.Topic;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** Shows the sessions of all nodes, and ends them or their subscriptions. */
@RestController
@Tag(name = "Sessions")
final class SessionsController {

    private final SessionPages pages;

    private final NodeQuestions nodes;

    private final int maxPage;

    SessionsController(SessionPages pages, NodeQuestions nodes, AdminProperties properties) {
        this.pages = pages;
        this.nodes = nodes;
        this.maxPage = properties.maxPage();
    }

    @GetMapping("/api/sessions")
    @Operation(summary = "List sessions", operationId = "listSessions")
    @Paged
    @ApiResponse(responseCode = "200", description = "By node, and on a node in the order in which they began")
    @ApiResponse(responseCode = "400", description = "A parameter is not known, or out of its range")
    @ApiResponse(responseCode = "404", description = "There is no such node")
    @ApiResponse(responseCode = "503", description = "The one node that was asked for did not answer")
    Mono<Page<SessionView>> list(
            @Parameter(description = "Those of this user") @RequestParam(name = "user", required = false) @Nullable
                    String user,
            @Parameter(description = "Those with a subscription that covers this topic")
                    @RequestParam(name = "topic", required = false)
                    @Nullable
                    String topic,
            @Parameter(description = "Those of the node with this id")
                    @RequestParam(name = "node", required = false)
                    @Nullable
                    String node,
            ServerHttpRequest request) {
        PageQuery page = PageQuery.of(request, maxPage, "user", "topic", "node");
        Topic covered = topic == null ? null : TopicPath.topic(topic);
        SessionId after = page.after() == null ? SessionId.NONE : SessionId.parse("after", page.after());
        var listing = new SessionQuestions.Listing(user, covered == null ? null : covered.name(), after, page.limit());
        return node == null ? pages.list(listing) : pages.list(node, listing);
    }

    @GetMapping("/api/sessions/{id}")
    @Operation(summary = "Show a session and its subscriptions", operationId = "session")
    @Paged
    @ApiResponse(responseCode = "200", description = "The session, and a page of its subscriptions, by their ids")
    @ApiResponse(responseCode = "400", description = "The id is none, or a parameter is not known")
    @ApiResponse(responseCode = "404", description = "There is no such session, or no such node")
    @ApiResponse(responseCode = "503", description = "Its node did not answer")
    Mono<SessionDetail> detail(@PathVariable("id") String id, ServerHttpRequest request) {
        TopicPath.checkPath(request);
        PageQuery page = PageQuery.of(request, maxPage);
        return pages.detail(SessionId.parse("id", id), page.after(), page.limit())
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "id: of no session (expected: one that has not ended)")));
    }

    /** Answers the same where the session has ended already. */
    @DeleteMapping("/api/sessions/{id}")
    @Operation(summary = "Disconnect a session", operationId = "disconnect")
    @ApiResponse(responseCode = "204", description = "It has been closed, or there is none of this id any more")
    @ApiResponse(responseCode = "400", description = "The id, the code or the reason is none that can be")
    @ApiResponse(responseCode = "404", description = "There is no such node")
    @ApiResponse(responseCode = "503", description = "Its node did not answer: it may have been closed or not")
    Mono<ResponseEntity<Void>> disconnect(
            @PathVariable("id") String id,
            @Parameter(
                            description =
                                    "The WebSocket close code: 1000, 1001, 1003, 1008, 1011 to 1013, 3000 to 4999",
                            schema = @Schema(type = "integer", defaultValue = "1008"))
                    @RequestParam(name = "code", required = false)
                    @Nullable
                    String code,
            @Parameter(description = "What the client is told, at most 123 bytes")
                    @RequestParam(name = "reason", required = false)
                    @Nullable
                    String reason,
            ServerHttpRequest request) {
        TopicPath.checkPath(request);
        SessionId session = SessionId.parse("id", id);
        CloseOrder order = CloseOrder.of(code, reason);
        var closing = new SessionQuestions.Closing(session.number(), order.code(), order.reason());
        return nodes.askOne(session.node(), SessionQuestions.CLOSE, closing, new TypeReference<Boolean>() {})
                .thenReturn(ResponseEntity.noContent().build());
    }

    /** Answers the same where there is no such subscription any more. */
    @DeleteMapping("/api/sessions/{id}/subscriptions/{subscription}")
    @Operation(summary = "End a subscription", operationId = "unsubscribe")
    @ApiResponse(responseCode = "204", description = "It has ended, or there is none of this id any more")
    @ApiResponse(responseCode = "400", description = "The session's id is none")
    @ApiResponse(responseCode = "404", description = "There is no such node")
    @ApiResponse(responseCode = "503", description = "Its node did not answer: it may have ended or not")
    Mono<ResponseEntity<Void>> unsubscribe(
            @PathVariable("id") String id,
            @PathVariable("subscription") String subscription,
            ServerHttpRequest request) {
        TopicPath.checkPath(request);
        SessionId session = SessionId.parse("id", id);
        var ending = new SessionQuestions.Ending(session.number(), subscription);
        return nodes.askOne(
                        session.node(),
                        SessionQuestions.END_SUBSCRIPTION,
                        ending,
                        new TypeReference<SessionDirectory.Ended>() {})
                .thenReturn(ResponseEntity.noContent().build());
    }
}
