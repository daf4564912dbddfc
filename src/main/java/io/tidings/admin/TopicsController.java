package io.tidings.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Shows topics. */
@RestController
@Tag(name = "Topics")
final class TopicsController {

    private final TopicPages pages;

    private final TopicDetails details;

    private final int maxPage;

    TopicsController(TopicPages pages, TopicDetails details, AdminProperties properties) {
        this.pages = pages;
        this.details = details;
        this.maxPage = properties.maxPage();
    }

    @GetMapping("/api/topics")
    @Operation(summary = "List topics", operationId = "listTopics")
    @Paged
    @ApiResponse(responseCode = "200", description = "The topics that have a last value or a history, by their names")
    @ApiResponse(responseCode = "400", description = "A parameter is not known, or out of its range")
    @ApiResponse(responseCode = "404", description = "The namespace is not served")
    @ApiResponse(responseCode = "503", description = "The namespace has not been read back yet")
    Mono<Page<TopicView>> list(
            @Parameter(description = "Those that it covers, as in SUBSCRIBE; none for all, users' own included")
                    @RequestParam(name = "pattern", required = false)
                    @Nullable
                    String pattern,
            ServerHttpRequest request) {
        PageQuery page = PageQuery.of(request, maxPage, "pattern");
        return pages.list(pattern == null ? null : TopicPath.pattern(pattern), page);
    }

    @GetMapping("/api/topics/{topic}")
    @Operation(summary = "Show a topic and its subscribers", operationId = "topic")
    @Paged
    @ApiResponse(responseCode = "200", description = "What is known of it, be it nothing; and a page of its sessions")
    @ApiResponse(responseCode = "400", description = "The topic is none that can be, or a parameter is not known")
    @ApiResponse(responseCode = "404", description = "The namespace is not served")
    @ApiResponse(responseCode = "503", description = "The namespace has not been read back yet")
    Mono<TopicDetail> detail(@PathVariable("topic") String name, ServerHttpRequest request) {
        PageQuery page = PageQuery.of(request, maxPage);
        return details.of(TopicPath.topic(name, request), page);
    }
}
